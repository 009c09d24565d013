// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// The machine: services, processes, users, disks, kernel, settings, keys.
    static let systemText = """
        systemctl | _* | @systemctl -H,--host=connect!remote -M,--machine=_ -t,--type=_ -p,--property=_ -P=_ -n,--lines=_ -o,--output=_ -s,--signal=_ --root=_ --state=_ --job-mode=_ --kill-who,--kill-whom=_ -f,--force!forced --now --user --system --no-pager -q -a -l -r -i --no-block --no-wall --runtime --value --plain --no-legend --full
          status show list-units list-unit-files list-timers list-sockets list-jobs list-dependencies list-paths list-machines list-automounts is-active is-enabled is-failed is-system-running cat help get-default show-environment whoami log-level daemon-reload reset-failed | _* |
          poweroff reboot halt suspend hibernate hybrid-sleep suspend-then-hibernate kexec soft-reboot exit rescue emergency switch-root default | _* | !power -i
          isolate | _* | !services !power
          start restart reload try-restart reload-or-restart condrestart force-reload freeze thaw clean daemon-reexec cancel bind mount-image | _* | !services
          stop | _* | !services @systemctl
          kill | _* | !services !kills @systemctl
          disable mask | _* | !services @systemctl --now
          enable reenable unmask preset preset-all link add-wants add-requires set-default revert | persist* | !services @systemctl --now
          edit | persist* | !services --stdin --drop-in=_ --full
          set-property set-environment unset-environment import-environment service-log-level log-target | configure _* | !services
        service rc-service | _ _* | @service
        chkconfig update-rc.d rc-update sysv-rc-conf insserv runit sv s6-rc s6-svc dinitctl initctl start stop restart reload telinit openrc openrc-run invoke-rc.d supervisorctl monit pm2 circusctl god bluepill forever | _* | @service -l,--list:dry -p=_ -n=_ -c=read -f -u=_
          list status ls logs monit info show | _* |
          delete remove kill | _* | !kills
          startup | _* | +persist.startup
        shutdown halt poweroff reboot pm-suspend pm-hibernate systemd-reboot | _* | !power -c~power -k~power --show~power --help~power -h -r -P -H -f -n -p -d -w~power -i
        init | _ | !power
        journalctl | _* | -u,--unit=_ -n,--lines? -p,--priority=_ -S,--since=_ -U,--until=_ -o,--output=_ -b? -D,--directory=read --file=read -g,--grep=_ -t=_ -c=_ -M=_ --vacuum-size=_!erases-traces --vacuum-time=_!erases-traces --vacuum-files=_!erases-traces --rotate!erases-traces --flush --relinquish-var --sync -f -x -e -r -k -q -a -F=_ -m --disk-usage --no-pager -N
        logrotate | read | -f!erases-traces -d:dry -v -s=edit -l=write -m=script
        logger | _* | -f=read -t=_ -p=_ -n=connect -P=_ -i -s -u=_
        loginctl | _* | -p=_ -n=_ -o=_
          kill-session kill-user terminate-session terminate-user terminate-seat | _* | !kills
          list-sessions list-users list-seats session-status user-status show-session show-user seat-status | _* |
          enable-linger disable-linger | _* | +persist.linger !services
        timedatectl hwclock ntpdate chronyc ntpd ntpq sntp rdate | _* | @clock -s,--systohc=_ -w -r,--show -u -q -f=_ -d=_
          status show list-timezones timesync-status show-timesync tracking sources sourcestats activity | _* |
        hostnamectl localectl | _* | !host-settings
          status list-locales list-keymaps hostname icon-name | _* | @hostname
          chassis | _* |
        sysctl | _* | @sysctl -p,--load?!kernel -w,--write!kernel -a -n -e -q -N -b -r=_ --system!kernel -f
        modprobe insmod rmmod kmod depmod dkms kexec grub-install grub-mkconfig grub2-mkconfig update-grub grub-set-default grub-reboot grubby bootctl efibootmgr mokutil update-initramfs dracut mkinitcpio mkinitramfs installkernel kernel-install lilo sdboot-manage zramctl kpatch livepatch bcdedit ldconfig tuned-adm bpftool sbctl | _* | !kernel @kernel -n,--dry-run:dry -o=write -l~kernel --list~kernel -D~kernel --show-depends~kernel -p~kernel --print-cache~kernel --sb-state~kernel -v -a -C=_ -c
          status list list-active active profile info show | _* |
        modinfo | _* | -F=_ -p
        kill | | @kill %raw
        pkill killall pkillall skill killall5 xkill killproc slay fkill | _* | !kills @pkill -s,--signal=_ -u,--euid,--user=_ -U=_ -t=_ -g=_ -G=_ -P,--parent=_ -o -n -f,--full -x,--exact -e -i -I -q -r -v -w -y=_ -l~kills -z -Z=_ -c=_ -F=read -9 -15 -1 -2 -SIGKILL -KILL -TERM -HUP -INT -USR1 -USR2 -STOP -CONT
        fuser | _* | -k,--kill!kills -n=_ -m=_ -i -s -u -v -M -a -4 -6
        useradd adduser userdel deluser usermod groupadd addgroup groupdel delgroup groupmod gpasswd newusers sysadminctl dscl dseditgroup pw chsh chfn lchfn lchsh pwconv grpconv pwunconv luseradd luserdel homectl userdbctl | _* | !users -G,--groups=_ -g,--gid=_ -u,--uid=_ -d,--home,--home-dir=_ -s,--shell=_ -c,--comment=_ -p,--password=_!passwords -k,--skel=_ -e,--expiredate=_ -f=_ -K=_ -R,--root=_ -r,--remove -a=_ -m -M -U -l=_ -L -n -o -D --gecos=_ --ingroup=_ -q -A=_ -h,--help~users -read~users -list~users -search~users
        passwd chpasswd smbpasswd htpasswd pdbedit chage yppasswd saslpasswd2 pam_tally2 | _* | !passwords -l -u -d -e -S~passwords --status~passwords -x=_ -n=_ -w=_ -i=_ -c=_ -b -B -m -s -r=_
        mkpasswd grpck pwck faillock | _* | -m=_ -S=_ -R=_ -s -r --user=_ --reset!erases-traces
        visudo | _* | !privilege -f,--file=edit -c,--check:dry -q -s
        fdisk sfdisk cfdisk gdisk sgdisk cgdisk parted gparted mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.fat mkfs.vfat mkfs.msdos mkfs.ntfs mkfs.exfat mkfs.f2fs mkfs.minix mkfs.bfs mkfs.cramfs mkfs.erofs mke2fs mkdosfs mkntfs mkreiserfs newfs newfs_msdos newfs_apfs mkswap wipefs blkdiscard hdparm sdparm nvme badblocks mdadm cryptsetup zpool zfs lvcreate lvremove lvextend lvreduce lvresize lvchange lvrename vgcreate vgremove vgextend vgreduce vgchange vgrename pvcreate pvremove pvmove pvresize pvchange lvconvert partprobe kpartx dmsetup losetup tune2fs resize2fs e2label xfs_growfs xfs_repair xfs_admin btrfs btrfstune fsck fsck.ext4 fsck.ext3 fsck.ext2 fsck.vfat fsck.xfs e2fsck ntfsfix ntfsresize debugfs fsfreeze fstrim format diskpart ddrescue partclone partimage fsarchiver testdisk photorec clonezilla gpart bcache make-bcache vdo stratis sg_format sg_raw scsi-rescan eject e4defrag fatlabel swaplabel dosfslabel bcachefs lvm lvmdevices vdostats duperemove snapper timeshift dd_rescue safecopy | _* | @disk -l,--list -n -t=_ -L=_ -f -F -a -b=_ -i=_ -I=_ -s -y -q -x -o=_ -w,--write=_ --print -p -J
        lvs vgs pvs lvdisplay vgdisplay pvdisplay lvscan vgscan pvscan dumpe2fs xfs_info lsraid zfs-list | _* | -o=_ -s=_
        mount mount.cifs mount.nfs sshfs mount_smbfs mount_nfs encfs gocryptfs veracrypt fusermount fusermount3 bindfs squashfuse archivemount s3fs gcsfuse curlftpfs pmount udisksctl gvfs-mount overlayfs davfs2 mergerfs unionfs rbd iscsiadm swapon swapoff umount unmount pumount autofs automount systemd-mount systemd-umount cryptmount | _* | !mounts @mount -t=_ -o=_ -L=_ -U=_ -O=_ --bind --rbind --move -a -r -w -n -v -f -l -s,--summary~mounts --show~mounts
        getenforce sestatus aa-status ausearch aureport seinfo sesearch apparmor_status matchpathcon getsebool | _* |
        setenforce aa-disable aa-teardown aa-complain apparmor_parser semodule auditctl auditd setsebool semanage restorecon chcon runcon audit2allow rkhunter-off | _* | @security -R=read -r=read -a=_ -d=_ -D -e=_ -l -w=_ -p=_ -k=_ -P -i=_ -t=_ -u=_
        clamscan freshclam rkhunter chkrootkit lynis aide tripwire debsecan osqueryi trivy grype syft snyk osv-scanner prowler scoutsuite checksec hardening-check sigcheck yara maldet openscap oscap dockle docker-bench | _* | -r,--remove~forced -o,--output=write -f=_ -c=_ -i=_ -s=_ -q
        stress stress-ng burnCPU cpuburn memtester y-cruncher prime95 mprime fio bonnie++ iozone sysbench ioping phoronix-test-suite geekbench unixbench | _* | !exhausts -c=_ -m=_ -t=_ -i=_ -d=_ --cpu=_ --vm=_ --timeout=_ -V
        printenv | _* | @printenv -0
        xhost | _* | @xhost
        xclip | read* | -i,-in -o,-out!surveils -selection,-sel,-se=_ -d,-display=_ -f,-filter -t,-target=_ -l,-loops=_ -r -rmlastnl -q -silent
        xsel pbpaste wl-paste termux-clipboard-get | _* | !surveils -i,-in,--input~surveils -b,--clipboard -o,-out,--output -p -s,-selection,-sel=_ -d=_ -n -f -t=_ -r -l=_ -c
        pbcopy wl-copy clip.exe termux-clipboard-set | _* | -pboard=_ -t=_ -o -n -c
        scrot maim grim slurp gnome-screenshot spectacle flameshot xwd fbgrab screencapture ksnip shutter recordmydesktop simplescreenrecorder obs wf-recorder kazam peek byzanz-record i3-scrot screenkey showkey evtest logkeys xinput xev arecord parec parecord pw-record rec fswebcam streamer imagesnap v4l2-ctl-record cheese guvcview | write* | !surveils -d=_ -s=_ -u=_ -q=_ -f=_ -o=write -w=_ -x -c -e=script!escapes -r=_ -D=_ -t=_ -R=_ -l=_ -T=_
        ydotool wtype xte wmctrl cliclick dotool kwtype | _* | !surveils -m -s=_ -d=_
        xrandr xset setxkbmap xmodmap xrdb gsettings dconf gconftool-2 kwriteconfig5 kreadconfig5 xfconf-query gio dbus-send gdbus qdbus swaymsg i3-msg hyprctl bspc herbstclient awesome-client wlr-randr kscreen-doctor brightnessctl light xbacklight redshift amixer pactl pacmd alsamixer alsactl wpctl pamixer playerctl mpc bluetoothctl hciconfig hcitool loadkeys kbdrate setleds setfont localedef localegen locale-gen fc-cache fc-list fc-match gtk-update-icon-cache update-desktop-database update-mime-database xdg-mime xdg-settings xdg-user-dirs-update xdg-icon-resource desktop-file-install nitrogen hsetroot lpr lp lpstat lpq lprm lpadmin lpoptions cupsctl cupsenable scanimage simple-scan usbreset usbmodeswitch udevadm upsc acpi_listen tlp powerprofilesctl cpufreq-set cpupower nvidia-settings nvidia-xconfig razer ckb-next liquidctl piper solaar ratbagctl wacom xsetwacom | _* | -s=_ -p=_ -n=_ -d=_ -t=_ -c=_ -i=_ -o=_
        gpg gpg2 gpgv gpgsm gpg-agent gpgconf gpg-connect-agent | read* | @gpg -o,--output=write -r,--recipient=_ -R=_ -u,--local-user=_ --keyserver=connect --homedir=_ --passphrase=_ --passphrase-file=read --passphrase-fd=_ --batch --yes -a -e,--encrypt -s,--sign -c,--symmetric -b -d,--decrypt --verify --export:ignores --export-secret-keys,--export-secret-subkeys:ignores!prints-secrets --import!adds-source~adds-source --recv-keys:ignores --send-keys:ignores!publishes --search-keys:ignores -k,--list-keys,--list-public-keys:ignores -K,--list-secret-keys:ignores --delete-key,--delete-keys,--delete-secret-key,--delete-secret-keys,--delete-secret-and-public-key:ignores!destroys-data --gen-key,--full-gen-key,--generate-key,--full-generate-key:ignores --quick-gen-key:ignores --edit-key:ignores --sign-key:ignores --fingerprint:ignores --armor --default-key=_ --status-fd=_ --logger-fd=_ --command-fd=_ --cipher-algo=_ --compress-algo=_ --digest-algo=_ --trust-model=_ --photo-viewer=script!escapes --agent-program=script!escapes --refresh-keys:ignores --dearmor --no-tty -q -v -t -z=_ -n --clearsign --clear-sign --detach-sign --pinentry-mode=_ --import-options=_ --show-keys --keyring=_ --no-default-keyring --card-status:ignores --change-pin:ignores
        openssl | _* | %dashwords @openssl
        certbot acme.sh lego dehydrated mkcert step cfssl certtool p11tool pkcs11-tool certutil update-ca-certificates update-ca-trust trust cert-manager easyrsa minisign signify cosign tpm2 | _* | -d=_ --pre-hook,--post-hook,--renew-hook,--deploy-hook,--manual-auth-hook,--manual-cleanup-hook=script!escapes -n -w=_ --dry-run:dry -o=write -f=_ -i=_
        quota edquota setquota repquota quotaon quotaoff limits cgset cgcreate cgdelete cgclassify cgexec systemd-cgls systemd-cgtop systemd-analyze systemd-detect-virt systemd-path systemd-escape systemd-id128 systemd-ask-password systemd-cat systemd-tmpfiles systemd-sysusers systemd-cryptenroll systemd-firstboot systemd-hwdb systemd-notify systemd-creds coredumpctl resolvectl networkctl portablectl oomctl varlinkctl bootchart | _* | -p=_ -n=_ -o=write --create --remove!forced --clean -M=_
        tmutil diskutil hdiutil nvram bless csrutil spctl systemsetup pmset softwareupdate fdesetup kextload kextunload kextutil kmutil systemextensionsctl profiles tccutil socketfilterfw createinstallmedia startosinstall asr | _* | @macsystem -f
        launchctl | _* | @launchctl -w -F -S=_ -D=_
        defaults | _* | @defaults -currentHost -host=_
        plutil PlistBuddy plistbuddy | edit* | -p:reads -lint:reads -convert=_ -o=write -replace=_ -insert=_ -remove=_ -extract=_ -c=_ -x
        security | _* | @keychain
        osascript osacompile | file.other | -e=code.other:skip:quiet!inline-code -l=_ -i -s=_ -o=write -x
        automator shortcuts | _* | -i=read
          run | _* | !escapes -i=read -o=write
          list view sign | _* |
        mdls mdutil mdimport sw_vers system_profiler ioreg sysdiagnose sample spindump fs_usage sc_usage leaks vmmap heap nettop networkQuality kextstat vm_stat lsappinfo xcode-select sips qlmanage afinfo afconvert textutil mdwrite dot_clean GetFileInfo SetFile hostinfo machine nfsstat purge lsbom mkbom codesign stapler notarytool altool DeRez iconutil actool ibtool agvtool xctrace instruments simctl devicectl idevice_id ideviceinfo ios-deploy | _* | -o=write -a=_ -d=_ -s=_ -c=_
        dscacheutil mDNSResponder atsutil scselect AssetCacheManagerUtil | _* |
        powershell pwsh | _* | @powershell %raw
        cmd | _* | %raw
        reg regedit | _* |
        schtasks sc net netsh wmic icacls takeown bcdboot cipher vssadmin wevtutil bitsadmin certutil.exe mshta rundll32 regsvr32 taskkill tasklist where.exe robocopy xcopy attrib subst mklink fsutil wslpath explorer notepad.exe clip gpupdate gpresult systeminfo ipconfig query quser tracert pathping nbtstat | _* |
        adb fastboot | _* | -s=_ -d -e -H=connect -P=_
          shell | _* | !remote
          push | read* | !uploads !remote
          install install-multiple sideload | read* | !installs !remote
          uninstall | _* | !uninstalls !remote
          reboot reboot-bootloader root unroot remount | _* | !remote !power
          flash erase format oem flashing flashall update wipe | _* | !disk !remote
          pull backup | _* | !remote !downloads
          devices logcat version start-server kill-server connect disconnect tcpip get-state wait-for-device forward reverse bugreport help getvar | _* |
        esptool esptool.py avrdude openocd st-flash dfu-util flashrom fwupdmgr fwupdate ipmitool racadm minipro picotool arduino-cli platformio pio teensy_loader_cli nvflash mfgtool rkdeveloptool | _* | -p=_ -b=_ -c=_ -f=_ -e=_ -d=_ -t=_ -C=_
        """
}
