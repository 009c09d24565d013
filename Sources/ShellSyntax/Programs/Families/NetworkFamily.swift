// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// What talks to other machines, and what looks at or changes the network.
    static let networkText = """
        curl | _* | @curl -o,--output=write -O,--remote-name --remote-name-all -d,--data,--data-ascii,--data-binary=_ --data-raw=_ --data-urlencode=_ --url-query=_ --json=_ -F,--form=_ --form-string=_ -T,--upload-file=_ -X,--request=_ -H,--header=_ --proxy-header=_ -K,--config=_ -b,--cookie=_ -c,--cookie-jar=write -x,--proxy=connect --preproxy=connect --socks5=connect --socks5-hostname=connect --socks4=connect --socks4a=connect -u,--user=_ -U,--proxy-user=_ -A,--user-agent=_ -e,--referer=_ -w,--write-out=_ -D,--dump-header=write --trace=write --trace-ascii=write --stderr=write --libcurl=write --hsts=edit --alt-svc=edit --etag-save=write --etag-compare=read -E,--cert=_ --key=read --cacert=read --capath=read --crlfile=read --netrc-file=read --pinnedpubkey=_ --ciphers=_ --cert-type=_ --key-type=_ --pass=_ --url=_ --unix-socket,--abstract-unix-socket=_!host-access --resolve=_ --connect-to=_ --interface=_ --dns-servers=_ --doh-url=connect -m,--max-time=_ --connect-timeout=_ --retry=_ --retry-delay=_ --retry-max-time=_ --max-redirs=_ --max-filesize=_ --limit-rate=_ -y,--speed-time=_ -Y,--speed-limit=_ -r,--range=_ -C,--continue-at=_ -z,--time-cond=_ -t,--telnet-option=_ -Q,--quote=_ -P,--ftp-port=_ --output-dir=_ --create-file-mode=_ --mail-from=_ --mail-rcpt=_ --mail-auth=_ --oauth2-bearer=_ --aws-sigv4=_ --proto=_ --proto-redir=_ --proto-default=_ --noproxy=_ --local-port=_ --keepalive-time=_ --parallel-max=_ --rate=_ --variable=_ --engine=_!escapes --random-file=read --egd-file=read --login-options=_ --krb=_ --service-name=_ --tls-max=_ --tls13-ciphers=_ --curves=_ --happy-eyeballs-timeout-ms=_ --expect100-timeout=_ --sasl-authzid=_ --tftp-blksize=_ --hostpubmd5=_ --hostpubsha256=_ --pubkey=read --ftp-account=_ --ftp-method=_ --delegation=_ --socks5-gssapi-service=_ --request-target=_ -k,--insecure,--proxy-insecure,--doh-insecure!skips-verification -G,--get -I,--head -L,--location -f,--fail -s,--silent -S,--show-error -v,--verbose -i,--include -J,--remote-header-name -N,--no-buffer -n,--netrc -p,--proxytunnel -q,--disable -g,--globoff -j -l -a,--append -B -R -Z,--parallel -# -0 -1 -2 -3 -4 -6 --compressed --http1.1 --http2 --http3 --location-trusted --create-dirs --fail-with-body --path-as-is --next --ssl-reqd --tlsv1.2 --tlsv1.3 --no-progress-meter --progress-bar -M,--manual -V,--version:ignores -h,--help?
        curlie httpie http https xh xhs ht | _* | @httpie -o,--output=write -a,--auth=_ -A,--auth-type=_ --session=_ --verify=_ --cert=read --cert-key=read --proxy=_ --timeout=_ -p,--print=_ -d,--download!downloads -f -j -v -h -b -F -s,--style=_ --pretty=_ --raw=_ -S -x -I
        wget wget2 | _* | @wget -O,--output-document=write -o,--output-file=write -a,--append-output=write -i,--input-file=source -P,--directory-prefix=_ --post-data=_ --post-file=_ --body-data=_ --body-file=_ --method=_ --header=_ -U,--user-agent=_ --referer=_ --user=_ --password=_ --http-user=_ --http-password=_ --ftp-user=_ --ftp-password=_ --load-cookies=read --save-cookies=write --ca-certificate=read --ca-directory=read --certificate=read --private-key=read --use-askpass=script!escapes -e,--execute=_ --config=_ -t,--tries=_ -T,--timeout=_ --connect-timeout=_ --read-timeout=_ --dns-timeout=_ -w,--wait=_ --waitretry=_ -Q,--quota=_ -l,--level=_ -A,--accept=_ -R,--reject=_ -D,--domains=_ --exclude-domains=_ -I,--include-directories=_ -X,--exclude-directories=_ --accept-regex=_ --reject-regex=_ --regex-type=_ --limit-rate=_ --bind-address=_ --cut-dirs=_ --default-page=_ -B,--base=_ --progress=_ --restrict-file-names=_ --prefer-family=_ --warc-file=write --secure-protocol=_ --max-redirect=_ --local-encoding=_ --remote-encoding=_ --ciphers=_ --compression=_ --rejected-log=write --no-check-certificate!skips-verification --spider -q -r,--recursive -m,--mirror -c,--continue -k -K -p -n,-nc,--no-clobber -nd -nH -np,--no-parent -nv -N -S -x -E -H -L -b,--background!detaches -d -v -4 -6 --delete-after --input-metalink=read --unlink --trust-server-names --content-disposition
        aria2c axel lwp-download lwp-request GET HEAD saldl puf uget-gtk httrack fetch | connect* | !downloads -o,--out,--output=write -d,--dir=_ -i,--input-file=read -j=_ -x=_ -s=_ -k=_ -n=_ -T,--torrent-file=read -c -q --load-cookies=read --on-download-complete,--on-download-start,--on-download-error,--on-bt-download-complete,--on-download-stop=script!escapes --check-certificate=_ --header=_ --conf-path=read --rpc-secret=_ --enable-rpc!listens -O=_ --gid=_ --allow-overwrite? -U=_ -N=_ -H=_
        POST PUT | upload* | !uploads
        lynx links elinks w3m browsh links2 | source* | -dump -source -cfg=read -cmd_script=read -cfg_file=read -eval=_ -o=_ -accept_all_cookies
        nc ncat netcat nc.traditional nc.openbsd pwncat rcat | | @netcat %raw
        socat | | @socat %raw
        telnet | connect _ | -l=_ -n=write -e=_ -a -b=_ -X=_
        ftp lftp ncftp tnftp | connect _ | !remote @ftp -c,-e=_ -f=read -u=_ -p=_ -o=write -a -n -i -v -g -d
        ncftpput ncftpget | connect _ read* | !uploads -u=_ -p=_
        tftp atftp | connect _* | @ftp -m=_ -c -p -g -l=_ -r=_
        rclone | _* | --config=read --password-command=script!escapes -P -v -q -n,--dry-run:dry --include=_ --exclude=_ --filter=_ --filter-from=read --files-from=read --transfers=_ --checkers=_ --bwlimit=_ --log-file=write --max-age=_ --min-age=_ --metadata-mapper=script!escapes
          copy copyto copyurl move moveto bisync | source* | !uploads --metadata-mapper=script!escapes
          sync | source* | !uploads !mirrors
          delete purge deletefile rmdir rmdirs cleanup | _* | !destroys-infrastructure !bulk
          cat ls lsl lsd lsf lsjson size check tree about md5sum sha1sum ncdu | source* |
          serve rcd | source* | !listens
          mount | source* | !mounts
          config obscure | _* |
        croc wormhole magic-wormhole transfer.sh ffsend file-transfer onionshare onionshare-cli portal localsend | _ read* | !uploads
        termbin pastebinit wgetpaste gist ix haste sprunge hastebin nopaste | read* | !uploads !publishes -i=read -b=_ -f=_
        ngrok localtunnel lt bore cloudflared frpc frps chisel inlets pagekite serveo expose gost revsocks ligolo rathole zrok tunnelmole devtunnel sshuttle dnscat dnscat2 iodine iodined dns2tcpc ptunnel stunnel stunnel4 proxytunnel corkscrew hans hcx redsocks | _* | !tunnels -r=_ --ssh-cmd,-e=script!escapes -x=_ --remote=_ -c=_ --config=_
        dig drill host nslookup kdig delv dog doggo resolvectl-query dnsx systemd-resolve adnslookup dnstracer | _* | @dns -f=read -k=read -p=_ -t=_ -q=_ -x=_ -b=_ -c=_ -y=_ -4 -6 -W=_ -R=_ -N=_ -m=_
        ping ping6 ping4 gping arping prettyping tracepath traceroute traceroute6 tcptraceroute | _* | @dns -c=_ -i=_ -I=_ -W=_ -w=_ -s=_ -t=_ -Q=_ -p=_ -m=_ -M=_ -l=_ -S=_ -h=_ -q=_ -f -a -n -b=_ --data=_ --port=_
        fping mtr | connect* | -f,--file,-F,--filename=read -c=_ -C=_ -i=_ -p=_ -t=_ -r=_ -g -a -q -s -w -n -u -4 -6
        arp ss | _* | -f,-F,--filter=read -a -n -t -u -l -p -v -d -s -i=_ -H=_
        socket | _ _ | -p=script!reverse-shell -s!listens
        psftp plink pscp | connect words | !remote -P=_ -l=_ -pw=_ -i=read -b=read -batch -m=file.shell
        scapy packETH yersinia bettercap ettercap arpspoof dnsspoof macof mitmproxy mitmdump mitmweb responder impacket-smbserver evilginx | _* | !scans !surveils -s=read
        nmap | connect* | !scans @nmap %dashwords -p=_ -oN=write -oX=write -oG=write -oA=write -oS=write -iL=read -iR=_ --script=_ --script-args=_ --script-args-file=read --script-updatedb --exclude=_ --excludefile=read -e=_ -D=_ -S=_ -g=_ --source-port=_ --data-length=_ --ttl=_ --mtu=_ --min-rate=_ --max-rate=_ --max-retries=_ --host-timeout=_ --top-ports=_ --version-intensity=_ --datadir=_!escapes --resume=read --interactive!escapes --dns-servers=_ --proxies=_ --stylesheet=_ --servicedb=read --versiondb=read -T=_ --scan-delay=_
        masscan zmap rustscan naabu arp-scan netdiscover unicornscan zenmap angryip fscan amass subfinder assetfinder dnsrecon dnsenum fierce theharvester sublist3r gobuster dirb dirbuster ffuf feroxbuster wfuzz nikto nuclei wpscan whatweb sqlmap xsstrike commix hydra medusa ncrack patator crowbar john hashcat thc-hydra crackmapexec nxc netexec smbmap enum4linux kerbrute httpx httprobe katana gau waybackurls zgrab2 nessus openvas shodan censys spiderfoot recon-ng autorecon msfconsole msfvenom searchsploit aircrack-ng airodump-ng aireplay-ng airmon-ng reaver wifite hcxdumptool kismet beef evil-winrm secretsdump.py psexec.py wmiexec.py smbexec.py GetNPUsers.py GetUserSPNs.py bloodhound-python mimikatz linpeas linpeas.sh lazagne | _* | !scans -x=_ --eval=code.python!inline-code!escapes --os-shell!escapes --os-cmd=script!escapes
        tcpdump tshark dumpcap wireshark ngrep tcpflow tcpick dsniff urlsnarf driftnet snoop ssldump pktmon netsniff-ng | _* | !surveils -w=write -r=read~surveils -z=script!escapes -i=_ -c=_ -s=_ -G=_ -C=_ -W=_ -f=_ -Y=_ -T=_ -e=_ -F=read -Z=_ -D~surveils -O=_ -b=_ -a=_ -R=_ -E=_ -X=_ -V -v -n -d -l -q
        netstat lsof nstat sockstat ifstat rpcinfo showmount avahi-browse dns-sd mdns-scan nbtscan iwlist iwgetid nmblookup geoiplookup ipcalc sipcalc subnetcalc | _* | -p=_ -i=_ -u=_ -c=_ -f=_ -F=_ -A=_ -N=_ -D=write -a -n -t -l
        ifconfig iwconfig | _ _* | @interface
        ip | _* | %posix @interface -b,--batch=read -f=_ -n,--netns=_ -4 -6 -br -c? -d -j -o -p -r -s -a
        route | _* | @interface -n -e -v -A=_
        ethtool brctl vconfig ifup ifdown ifenslave iw rfkill wpa_supplicant wpa_cli dhclient dhcpcd udhcpc networksetup-set netplan mii-tool tunctl openvpn wg wg-quick pppd macchanger tc bridge nmtui connmanctl iwctl | _* | @interface -B -c=read --config=read --up=script!escapes --down=script!escapes --route-up=script!escapes --tls-verify=script!escapes --client-connect=script!escapes --plugin=_!escapes --script-security=_ --dev=_ --auth-user-pass=read -sf=script!escapes -lf=write -pf=write -cf=read -i=_ -s=_
        nmcli | _* | @interface -t -f=_ -g=_ -m=_ -p -c=_ -s -a
        networksetup scutil airport | _* | @interface
        iptables ip6tables iptables-legacy iptables-nft ebtables arptables | _* | !firewall -L,--list~firewall -S,--list-rules~firewall -t,--table=_ -A=_ -D=_ -I=_ -F,--flush!disables-security -X!disables-security -P,--policy=_ -j=_ -p=_ -s=_ -d=_ -i=_ -o=_ -m=_ --modprobe=script!escapes -n -v -C=_~firewall
        iptables-restore ip6tables-restore | read | !firewall --modprobe=script!escapes -t~firewall
        iptables-save ip6tables-save | _* | -f=write -t=_ --modprobe=script!escapes
        nft | _* | !firewall @nft -f,--file=read -c,--check:dry -i -j -a -n
        ufw | _* | !firewall --dry-run:dry --force!forced
          status show app version | _* |
          disable reset | _* | !firewall !disables-security
        firewall-cmd | _* | !firewall --state~firewall --list-all~firewall --get-zones~firewall --get-default-zone~firewall --get-active-zones~firewall --list-ports~firewall --list-services~firewall --panic-on --list-all-zones~firewall --query-service=_~firewall --query-port=_~firewall
        pfctl ipfw ipset csf fail2ban-client shorewall nftables | _* | !firewall -d!disables-security -s=_~firewall -f=read -F=_!disables-security
          status list | _* |
        tailscale zerotier-cli netbird twingate headscale | _* |
          up down login logout set switch join leave | _* | !firewall
          funnel serve | _* | !tunnels !listens
          ssh | connect words | !remote
          file | _ read* | !uploads
          nc | connect _ |
          status ip ping netcheck version | _* |
        rdesktop xfreerdp freerdp remmina vncviewer teamviewer anydesk rustdesk | connect | !remote
        x11vnc vncserver tigervncserver xrdp vino-server krfb wayvnc Xvnc | _* | !listens !surveils -rfbauth=read
        http-server serve live-server httpd darkhttpd webfs miniserve simple-http-server caddy lighttpd thttpd webhook filebrowser updog copyparty dufs smbserver.py ttyd gotty shellinaboxd wetty sshd vsftpd proftpd pure-ftpd ftpd in.ftpd tftpd rsyncd smbd nfsd inetd xinetd dropbear telnetd in.telnetd rlogind rshd | _* | !listens -p=_ -f=read -c=read -h=_ -o=_ -D -d
        nginx apache2 apachectl apache2ctl haproxy traefik envoy varnishd squid | _* | !services -c,-f=read -t:dry -T:dry -v:dry -V:dry -s=_ -g=_ -p=_ -k=_ -a=_ -S:dry -D:dry
        smbclient smbget | connect _ | @ftp -c,--command=_ -U,--user=_ -N -L,--list=connect -W=_ -A=read -p=_ -I=_ -m=_ -D=_ -T=_
        rlogin rsh rexec | connect words | !remote -l=_ -p=_
        ssh-keyscan | connect* | -p=_ -t=_ -T=_ -f=read
        ssh-copy-id | connect | !passwords -i=_ -p=_ -o=_ -f!uploads -n:dry -s -F=read -t=_
        ssh-keygen | _* | @sshkeygen -f=_ -t=_ -b=_ -C=_ -N=_ -P=_ -m=_ -R=_ -F=_ -H -y -l -p -e -i -q -v -s=read -I=_ -n=_ -V=_ -z=_ -D=_!escapes -w=_ -O=_ -Y=_ -K -r=_ -E=_ -Z=_ -a=_ -k -A -B -c -L -Q -U
        ssh-add | _* | -d -D -l -L -x -X -k -K -t=_ -c -s=_!escapes -e=_ -H=_ -h=_ -q
        ssh-agent | command | -a=write -t=_ -k -s -c -d -D -E=_
        mail mailx s-nail mutt neomutt sendmail msmtp ssmtp swaks exim exim4 nail heirloom-mailx mail.mailutils | send* | !messages -s=_ -a=read -A=read -c=send -b=send -r=_ -S=_ -E=script -H=_ -f=_ -F=_ -t -v -i -q=_ -e -x=_ -m=_ -X=write -C=read -oi --exec=script!escapes --to=send --from=_ --server,-s=_ --body=_ --attach=read -be=_!escapes -bp -D=_
        wall write talk notify-send terminal-notifier zenity dialog whiptail kdialog yad xmessage say espeak spd-say | _* | -n -t=_ -u=_ -i=_ -c=_ -a=_ --textbox=read -h=_ -v=_ -o=write -f=read -execute=script!escapes
        slack slackcat slack-cli telegram-cli tg telegram-send signal-cli discord discordo wacli whatsapp-cli matrix-commander twurl toot t rainbowstream apprise ntfy pushover mosquitto_pub kcat kafkacat amqp-publish nats sendxmpp imsg | _* | !messages -L~messages -C~messages -f=_ -d=_ -F=read --file=read -m=_ -t=_ -h=connect
          list search show get read history version auth login logout contacts chats groups media messages sync doctor status sub subscribe authorize accounts account config help channels whoami timeline stream | _* |
        irssi weechat | _* | -c,--connect=connect -p=_ -n=_ -w=_ --home=_
        mosquitto_sub websocat wscat grpcurl evans stompy | connect* | -c,--connect=connect -d=data -x=_ -H=_ -t=_ -h=connect -p=_ -E -s=_ --exec=script!escapes
        rpcdebug kinit klist kdestroy kadmin ldapsearch ldapmodify ldapadd ldapdelete ldappasswd adcli realm wbinfo | _* | -H=connect -h=connect -D=_ -w=_ -f=read -b=_ -y=read -x
        transmission-cli transmission-remote deluge rtorrent qbittorrent webtorrent ctorrent btdownloadcurses | source* | !downloads -f=script!escapes -w=write
        ab | source* | !scans -p,-u=read!uploads -n=_ -c=_ -t=_ -T=_ -H=_ -m=_ -s=_ -A=_ -C=_ -P=_ -X=connect -e=write -g=write -v=_ -w -k -q -i -d -S
        wrk hey vegeta siege k6 locust artillery bombardier autocannon oha tsung jmeter slowloris goldeneye ghz httperf | source* | !scans -n=_ -c=_ -t=_ -d=_ -p=read -T=_ -H=_ -m=_ -s=_ -r=_ -z=_ -q=_
        """
}
