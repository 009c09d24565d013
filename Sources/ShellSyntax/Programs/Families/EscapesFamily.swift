// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Programs that are no starters, and start something all the same: through an option, a configuration, a hook.
    static let escapesText = """
        # What somebody types into a program that has a way out, where it stands in a script of its own
        shell spawn | words | !escapes
        .shell .system @exec ! :! | words | !escapes

        # Configurations and hooks that run
        asterisk | _* | -x=_ -r -C=read
        bconsole | _* | -c=read
        bee | _* |
          eval | code.other | !inline-code !escapes
          php-eval php-script scr | code.php | !inline-code !escapes
        cdist | _* |
          shell | _* | !opens-shell -s,--shell=script!escapes
        csvtool | _ read* | -t=_ -u=_ -o=write
          call | script read* | !escapes
        cowsay cowthink | _* | -f=file.perl -e=_ -T=_ -W=_ -b -d -g -p -s -t -w -y -n -l
        crash | read* | -i=read!escapes -h? -s
        cobc | read* | -x -j!escapes -F -o=write -I=_ -L=_ -save-temps? --conf=read
        dosbox dosbox-x | read* | %dashwords -c=script!escapes -conf=read -exit -noconsole -fullscreen
        dstat | _* | --list -t -c -d -n -l -m -s -y --output=write
        dnsmasq | _* | -C,--conf-file=read --dhcp-script,--dhcp-scriptuser=script!escapes --dhcp-luascript=file.lua!escapes --conf-script=script!escapes -d,--no-daemon --log-facility=write
        agetty getty mingetty | _* | -l,--login-program=script!escapes -a=_ -o=_ -f=read -n -i
        facter | _* | --custom-dir,--external-dir=read!escapes -p,--puppet -j -y
        fail2ban-server | _* | -c=read!escapes -x -f -b
        gcore | _* | !surveils -o=write -a
        hping3 hping nping | connect* | !scans -E,--file=read!uploads -d,--data=_ -e,--sign=_ -p=_ -c=_ -i=_ -s=_ -I=_ -a=_ -1 -2 -S -F -A --icmp --udp --rawip --listen=_ --flood!exhausts
        knife chef-run | _* |
          exec | file.ruby | -E,--exec=code.ruby:skip:quiet!inline-code!escapes -s=_ -p=_
          ssh winrm | _ words | !remote -x=_ -P=_ -i=read -a=_ -m
        logsave | write command | -a -s -v
        minicom | _* | -D=_ -b=_ -C=write -S=read -s -o -w
        msgfilter msgexec | command | -i,--input=read -o,--output-file=write -D,--directory=_ -P,--properties-input -w=_ --indent --no-escape --escape --force-po --no-wrap -s -F
        perlbug perlthanks | _* | -s=_ -r=_ -e=script!escapes -a=_ -c=_ -C -d -v -f=read -F=write
        perldoc | _* | -m -q=_ -f=_ -v=_ -d=write -M=_ -w=_
        pexec | words | -m -n=_ -p=_ -c -o=write -e=_ -R -x
        pidstat | _* | -e=script!escapes -C=_ -G=_ -p=_ -t -u -r -d -h -I -l -s -w
        procmail formail | read* | -m!escapes -a=_ -d=_ -f=_ -t -Y -o -p
        puppet | _* |
          apply | file.ruby | -e,--execute=code.other:skip:quiet!inline-code!escapes --modulepath=read -l=write --noop:dry
          script | file.ruby | -e=code.ruby!inline-code!escapes
          agent resource module cert config describe parser facts node ssl lookup help | _* | --noop:dry -t --test
        rake | _* | -e,-E,--execute,--execute-continue,-p,--execute-print=code.ruby:quiet!inline-code!escapes -f,--rakefile=file.ruby -r,--require=_ -R,--rakelibdir=_ -C,--directory=base -n,--dry-run:dry -T,--tasks?:dry -P:dry -W?:dry -D?:dry -j? -m -q -s -t? -v
        run-mailcap | read* | --action=_ --debug --nopager --norun:dry
        runscript | file.other |
        scanmem gameconqueror | _* | !surveils -p,--pid=_ -c,--command=_ -d -e
        jtag urjtag | read* | -i,--interactive -n
        tasksh tdbtool ginsh vdb | read* |
        tmate | | @terminal %raw
        top | _* | -b -c -d=_ -n=_ -p=_ -u,-U=_ -o=_ -H -i -s -w? -E=_ -e=_ -1 -S -l=_ -F=_ -C --config=read --export-csv-file=write -r=read
        varnishncsa varnishlog | _* | -w=write -r=read -f=read -a -D -P=write -q=_ -g=_ -n=_ -F=_ -b -c
        vipw vigr | | +write./etc/passwd !users -p -s -g -R=_
        volatility vol volshell | _* | -f=read -p,--plugins=_!escapes --plugin-dirs=_!escapes
        whois rwhois | _* | -h,--host=connect -p,--port=_!uploads -r -H -a -B -T=_ -i=_ -I -v
        xdg-user-dir | _ |
        xdotool | _* | !surveils
          exec | command | !escapes --sync --args=_ --terminator=_
          getactivewindow getmouselocation getwindowname getdisplaygeometry search | _* |
        yelp | source* |
        zic | read* | -y=script!escapes -d=write -l=_ -L=read -p=_ -b=_ -t=write -v -D
        aa-exec | command | -p,--profile=_ -n,--namespace=_ -d -i -v
        ksu | _* | !privilege -e=script -a=_ -n=_ -c=_ -q -z -k
        sash | | @shell %raw
        rc | | @shell %raw
        busctl | _* | --address=_!escapes -H,--host=connect!remote -M,--machine=_ --system --user --no-pager --json=_ -j --list --session --print-reply? --dest=_ --type=_
          call emit set-property | _* | !host-settings
        cancel | _* | -a -u=_!uploads -x -h=connect
        dmidecode | _* | -t,--type=_ -s,--string=_ -q -u -d=read --dump-bin=write --from-dump=read -h
        smartctl | _* | -a -x -i -H -A -l=_ -c -d=_ -T=_ -q=_ -n=_ -t,--test=_ -X -s,--smart=_ -o=_ -S=_ -j --scan
        check_by_ssh | _* | -o=_ -H=connect -C=_ -q -p=_ -i=read -F=read
        check_ssl_cert check_log check_cups check_memory check_raid check_statusfile | read* | --curl-bin,--grep-bin,--openssl,--nmap-bin,--dig-bin=script!escapes --extra-opts=_ -H=connect -F=read -O=write -q=_
        byebug pry-remote rdbg | file.ruby | -c!escapes --no-stop -q -x=_ -R=_ -e=code.ruby!inline-code
        redcarpet | read* |
        arj | _ edit read* | -y -r -d -g=_
        atobm bmtoa | read* | -c=_
        efax efix | _* | -d=_ -o=_ -t=_
        alpine | _* | -F=read -i -p=read -f=_ -r
        bbot | _* | -c=_ -t=_ -f=_ -y -d -p=_ --custom-yara-rules,-cy=read -o=write
        latex2rtf lilypond | read* | -o=write -e=code.other!inline-code!escapes -d=_
        """
}
