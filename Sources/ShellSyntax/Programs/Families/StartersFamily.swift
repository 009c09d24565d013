// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Programs that run other programs.
    static let startersText = """
        # Other users and rights
        sudo doas | command | !privilege @sudo %strict -u,--user=_ -g,--group=_ -h,--host=_ -p,--prompt=_ -C,--close-from=_ -T,--command-timeout=_ -r,--role=_ -t,--type=_ -U,--other-user=_ -D,--chdir=_ -R,--chroot=_ -a=_ -c,--login-class=_ -A,--askpass -B,--bell -b,--background!detaches -E,--preserve-env? -e,--edit -H,--set-home -i,--login -k,--reset-timestamp -K,--remove-timestamp -l,--list -L -n,--non-interactive -N,--no-update -P,--preserve-groups -S,--stdin -s,--shell -v,--validate -V,--version -h,--help
        sudoedit | edit* | !privilege
        su runuser | _* | !privilege @su -c,--command,--session-command=script -s,--shell=_ -g,--group=_ -G,--supp-group=_ -u,--user=_ -w,--whitelist-environment=_ -l,--login -m,-p,--preserve-environment -f -P,--pty
        sg newgrp | _ words | !privilege @su -c,--command=script
        pkexec | command | !privilege --user=_ --disable-internal-agent --keep-cwd
        gosu su-exec | _ command | !privilege
        setpriv | command | !privilege --reuid=_ --regid=_ --groups=_ --inh-caps=_ --ambient-caps=_ --bounding-set=_ --securebits=_ --pdeathsig=_ --selinux-label=_ --apparmor-profile=_
        capsh | _* | !privilege -c=script
        runas | words | !privilege
        gksudo kdesudo kdesu gksu beesu | command | !privilege -u=_
        run0 | command | !privilege -u,--user=_ -g,--group=_ --unit=_ --property=_ --slice=_ --nice=_ -D,--chdir=_ --setenv=_ --background=_
        sshpass | command | -p=_ -f=read -d=_ -e -P=_ -v
        proxychains proxychains4 torify torsocks tsocks usewithtor | command | -f=read -q

        # A program in other circumstances
        nohup | command | !detaches
        setsid | command | !detaches -c,--ctty -f,--fork -w,--wait
        daemonize | command | !detaches -c=_ -e=write -o=write -p=write -l=write -u=_
        start-stop-daemon | _* | !services -x,--exec,--startas=script -p,--pidfile=_ -n,--name=_ -u,--user=_ -c,--chuid=_ -d,--chdir=_ -s,--signal=_
        daemon | command | !detaches -n,--name=_ -u,--user=_ -D,--chdir=_ -o,--output=write -e,--env=_
        env | | @env %raw
        nice | command | -n,--adjustment=_
        renice | _* | -n=_ -g=_ -p=_ -u=_
        ionice | command | -c,--class=_ -n,--classdata=_ -p,--pid=_:ignores -P,--pgid=_:ignores -u,--uid=_:ignores -t,--ignore
        chrt | _ command | -p,--pid:ignores -a,--all-tasks -b,--batch -f,--fifo -i,--idle -o,--other -r,--rr -T,--sched-runtime=_ -P,--sched-period=_ -D,--sched-deadline=_ -m,--max:ignores
        taskset | _ command | -p,--pid:ignores -a,--all-tasks -c,--cpu-list
        numactl | command | -i,--interleave=_ -m,--membind=_ -N,--cpunodebind=_ -C,--physcpubind=_ -p,--preferred=_ -s,--show -H,--hardware -l,--localalloc
        cpulimit | command | -l,--limit=_ -p,--pid=_ -e,--exe=_ -b,--background -z -i
        prlimit | command | -p,--pid=_:ignores -n,--nofile? -c? -d? -e? -f? -i? -l? -m? -q? -r? -s? -t? -u? -v? -x? -o,--output=_
        setarch linux32 linux64 i386 x86_64 uname26 | command | -R -v -B -L -X -Z -3 -F -S -I -T
        timeout gtimeout | _ command | -k,--kill-after=_ -s,--signal=_ --foreground --preserve-status -v,--verbose
        timelimit | command | -t=_ -T=_ -s=_ -S=_ -p -q
        time | command | -f,--format=_ -o,--output=write -a,--append -p,--portability -v,--verbose -l -h
        stdbuf | command | -i,--input=_ -o,--output=_ -e,--error=_
        unbuffer | command | -p
        faketime | _ command | -f -m -p=_
        fakeroot | command | -l,--lib=_ --faked=_ -s=write -i=read -u,--unknown-is-real -b,--fd-base=_
        ltrace strace | command | @runner -o,--output=write -e,--trace=_ -p,--attach=_ -s,--string-limit=_ -u,--user=_!privilege -E,--env=_ -a,--columns=_ -b=_ -I=_ -O=_ -S=_ -P,--trace-path=_ -X=_ -l=_ -n=_ -A=_ -D,-DD,-DDD -f,--follow-forks -c -C -d -i -q -r -t -tt -T -v -V -w -x -y -yy
        perf | _* |
          record stat trace top | command | -o,--output=write -e,--event=_ -p,--pid=_ -t,--tid=_ -C,--cpu=_ -F,--freq=_ -c,--count=_ -r,--repeat=_ -G,--cgroup=_ -u,--uid=_ --pre=script --post=script
          sched mem lock kmem kvm c2c ftrace | command | -o=write -i=read
        valgrind | command | --log-file=write --suppressions=read --xml-file=write
        heaptrack ltrace64 uftrace rr | command |
        hyperfine | script* | -w,--warmup=_ -r,--runs=_ -m,--min-runs=_ -M,--max-runs=_ -p,--prepare=script -s,--setup=script -c,--cleanup=script -P,--parameter-scan=_ -L,--parameter-list=_ -S,--shell=_ -n,--command-name=_ --export-json=write --export-markdown=write --export-csv=write -i -N --output=write -C,--conclude=script
        gdb lldb cgdb | read* | @runner -ex,-eval-command,--ex,--eval-command=_ -x,--command=read -p,--pid=_ --args -batch -q -nx -c,--core=read -s,--symbols=read -o,--one-line=_ -O,--one-line-before-file=_ -S=read -cd=_
        catchsegv multitime | command | -n=_ -f=_ -i=_ -o=_ -s=_ -q
        borg restic kopia duplicity rdiff-backup bup rsnapshot duplicacy tarsnap | _* | --rsh=script!escapes --password-command=script!escapes --remote-schema=script!escapes -r,--repo=_ -p=_ --remote-path=_
          create backup extract restore list info check init mount diff snapshots stats ls cat find | _* | --rsh=script!escapes -r=_ -t,--target=write --exclude=_
          delete prune forget recreate purge remove | _* | !destroys-data --rsh=script!escapes -r=_ -n,--dry-run:dry --keep-last=_ --keep-daily=_
        plymouth | _* | --command=script!escapes --prompt=_
        rlwrap | command | -a? -b=_ -c -C=_ -D=_ -f=read -H=_ -l=write -p? -P=_ -q=_ -s=_ -S=_ -t=_ -w=_ -z=script
        script | write* | -c,--command=script -f,--flush -a,--append -e,--return -q,--quiet -t? -T,--log-timing=write -I,--log-in=write -O,--log-out=write -B,--log-io=write -E,--echo=_ -o,--output-limit=_ -m,--logging-format=_ -F @runner
        scriptreplay scriptlive | read* | -c,--command=script -t,--timing=read -I=read -O=read -B=read
        asciinema | _* |
          rec | write | -c,--command=script -t,--title=_ -i=_ --overwrite --append
          upload | read | !uploads !publishes
        unshare | command | @namespace %strict -m,--mount? -u,--uts? -i,--ipc? -n,--net? -p,--pid? -U,--user? -C,--cgroup? -T,--time? -f,--fork --kill-child? --mount-proc? -r,--map-root-user -c,--map-current-user --map-user=_ --map-group=_ --map-users=_ --map-groups=_ --map-auto --propagation=_ --setgroups=_ -R,--root=_ -w,--wd=_ -S,--setuid=_ -G,--setgid=_ --monotonic=_ --boottime=_ --keep-caps
        nsenter | command | !host-access @namespace -t,--target=_ -a,--all -m,--mount? -u,--uts? -i,--ipc? -n,--net? -p,--pid? -C,--cgroup? -U,--user? -T,--time? -S,--setuid? -G,--setgid? -r,--root? -w,--wd? -W,--wdns? -F,--no-fork -Z --preserve-credentials -e --join-cgroup
        chroot | _ command | @chroot --userspec=_ --groups=_ --skip-chdir -u=_ -g=_ -G=_ -n
        bwrap firejail | command | @runner --bind=_ --ro-bind=_ --dev=_ --proc=_ --tmpfs=_ --chdir=_ --dir=_ --setenv=_ --symlink=_
        proot | command | @chroot -r,--rootfs=_ -b,--bind,-m=_ -w,-pwd,--cwd=_ -q=_ -k=_ -R=_ -S=_ -0
        fakechroot | command |
        choom | command | -n,--adjust=_ -p,--pid=_
        flock | read command | -c=script -w,--timeout=_ -E,--conflict-exit-code=_ -n,--nonblock -s,--shared -x,--exclusive -u,--unlock -o,--close -F,--no-fork @runner
        dotlockfile setlock | _ command |
        systemd-run | command | !services -p,--property=_ -u,--unit=_ -M,--machine=_ -H,--host=_ --on-calendar=_!schedules --on-active=_!schedules --on-boot=_!schedules --on-startup=_!schedules --on-unit-active=_!schedules --on-unit-inactive=_!schedules --timer-property=_!schedules --path-property=_ --uid=_!privilege --gid=_ --nice=_ --working-directory=_ -E,--setenv=_ --slice=_ --description=_ -d -t,--pty -P,--pipe -S,--shell!opens-shell -q -G --user --scope --wait --service-type=_ -r
        systemd-inhibit | command | --what=_ --who=_ --why=_ --mode=_ --list
        systemd-nspawn | command | !container @chroot -D,--directory=_ -M,--machine=_ --bind=_ --bind-ro=_ -u,--user=_ -b,--boot -x -i,--image=_
        caffeinate | command | -d -i -m -s -u -t=_ -w=_
        dbus-run-session dbus-launch xvfb-run weston-launch cage gamescope gamemoderun primusrun optirun prime-run | command | -a -s,--server-args=_ -n,--server-num=_ --config-file=_
        x-terminal-emulator xterm uxterm lxterm konsole urxvt rxvt st kitty alacritty foot terminator xfce4-terminal mate-terminal lxterminal tilix gnome-terminal ptyxis wezterm ghostty | | @terminal %raw
        openvt | command | -c,--console=_ -s -w -l -u -v -f
        dtach abduco | _ command | !detaches -n -c -A -e=_ -E
        tmux | | @terminal %raw
        screen | | @terminal %raw
        zellij | _* |
          run action | command | -d -f -n,--name=_
        watch viddy hwatch | words | @watch -n,--interval=_ -d,--differences? -g,--chgexit -e,--errexit -t,--no-title -x,--exec -c,--color -b,--beep -p,--precise -q,--equexit=_
        entr | command | @entr -a -c -d -n -p -r -s -z -x
        watchexec | command | -w,--watch=_ -e,--exts=_ -f,--filter=_ -i,--ignore=_ -d,--debounce=_ -s,--signal=_ --shell=_ -n -r -c -q -p
        nodemon | file.node | -x,--exec=script -w,--watch=_ -e,--ext=_ -i,--ignore=_ -d,--delay=_
        inotifywait inotifywatch fswatch | read* | -e,--event=_ -t,--timeout=_ -o,--outfile=write --format=_ --timefmt=_ --fromfile=read -m -r -q -l=_
        chronic ifne pee mispipe | script* |
        ts | _* |
        sponge | write* | -a
        vidir vipe | edit* |
        at batch atq atrm | | @runner %raw
        crontab | read | @runner -u=_!privilege -l:ignores:dry -r -e -i
        xargs | command | @xargs %strict -0,--null -a,--arg-file=_ -d,--delimiter=_ -E=_ -e,--eof? -I=_ -i,--replace? -J=_ -L,--max-lines=_ -l? -n,--max-args=_ -P,--max-procs=_ -s,--max-chars=_ -S=_ -R=_ -x,--exit -r,--no-run-if-empty -t,--verbose -p,--interactive -o,--open-tty --process-slot-var=_ --show-limits
        parallel sem rush | | @parallel %raw
        find | | @find %raw
        fd fdfind | _ tree* | @fd %raw
        expect | file.tcl | @expect -c=_ -f=_ -b -d -i -n -N
        ssh autossh slogin | | @ssh %raw
        mosh | connect words | !remote --ssh=script --server=_ -p,--port=_ --predict=_ --family=_
        dsh pdsh clush pssh parallel-ssh | words | !remote -w=connect -g=_ -h,--hosts=read -H=connect -l=_ -t=_ -p=_ -o=_ -i -r=_ -m=connect -M
        scp | _* | @remotecopy -i=_ -P=_ -o=_ -F=read -S=script!escapes -l=_ -c=_ -J=connect -D=script!escapes -X=_ -r,-R:recursive -p -q -v -C -3 -4 -6 -B -T -O
        sftp | connect write | !remote @remotecopy -i=_ -b=read -P=_ -o=_ -F=read -S=script!escapes -s=_ -B=_ -D=script!escapes -J=connect -l=_ -R=_ -c=_ -X=_ -r
        rsync | _* | @rsync -e,--rsh=_ --rsync-path=_ --exclude=_ --include=_ --exclude-from=read --include-from=read --files-from=read --filter,-f=_ --password-file=read --log-file=write --log-file-format=_ --backup-dir=_ --suffix=_ --temp-dir,-T=_ --partial-dir=_ --compare-dest=_ --copy-dest=_ --link-dest=_ --bwlimit=_ --timeout=_ --contimeout=_ --port=_ --max-size=_ --min-size=_ --chmod=_ --chown=_ --usermap=_ --groupmap=_ -M,--remote-option=_ --out-format=_ --block-size,-B=_ --address=_ --sockopts=_ --iconv=_ --write-batch=write --read-batch=read --config=read --modify-window,-@=_ --max-delete=_ --compress-level=_ --skip-compress=_ --protocol=_ --checksum-seed=_ --info=_ --debug=_ --stderr=_ --compress-choice=_ --checksum-choice=_ -n,--dry-run:dry --list-only:dry --delete,--del,--delete-before,--delete-during,--delete-delay,--delete-after,--delete-excluded,--delete-missing-args!mirrors --remove-source-files --daemon!listens --ignore-existing -a,--archive -r,--recursive -v -z -h -P -u -q -c -R -b -d -l -L -k -K -H -p -E -A -X -o -g -t -N -O -J -S -W -x -y -C -0 -s -i -8 -4 -6 -F
        busybox toybox | | @box %raw
        ld.so ld-linux.so ld-linux-x86-64.so.2 ld-linux-aarch64.so.1 ld-linux-armhf.so.3 ld-linux.so.2 ld-musl-x86_64.so.1 ld-musl-aarch64.so.1 | | @loader %raw
        make gmake bmake colormake | _* | @make -f,--file,--makefile=_ -C,--directory=base -I,--include-dir=_ -j,--jobs? -l,--load-average? -o,--old-file=_ -W,--what-if,--new-file=_ -n,--just-print,--dry-run,--recon -k -s -B -e -i -q -r -R -S -t -w --eval,-E=_!inline-code
        direnv | _* |
          exec | _ command |
          allow permit grant | _* | !escapes
        with-contenv catatonit tini dumb-init s6-setuidgid chpst softlimit envdir envuidgid setuidgid | command | -u=_ -e=_ -s -g
        mise rtx asdf | _* |
          exec x | command |
          run r | _* | !escapes
          install use i | _* | !installs
          uninstall | _* | !uninstalls
        nvm fnm volta | _* |
          exec run | _ command |
          install | _* | !installs
          uninstall | _* | !uninstalls
        grc prettyping-run | command | -c=read -e -s -o=_ --pty -e,--stderr
        aoss padsp apulse | command |
        torch-run torchrun mpirun mpiexec orterun srun salloc sbatch | command | -n,-np,--np,-c=_ -N=_ -H,--host=_ --hostfile=read -x=_ -p=_ -t=_ -A=_ -J=_ -o=write -e=write --nproc_per_node=_ --nnodes=_
        distcc ccache sccache icecc | command |
        scan-build bear intercept-build cov-build | command | -o=write --output=write -a
        xdg-open open see | source* | -a=_ -b=_ -e -t -f -g -n -R -u=_
        run-parts | tree | !escapes --arg,-a=_ --regex=_ --list:dry --test:dry
        git-shell | | -c=script
        genie slirp4netns rootlesskit | command |
        dotenv dotenvx foreman honcho forego overmind | command | -f=read -e=_
          run | command | -f=read -e=_
          start | _* |
        doppler chamber aws-vault op infisical teller | _* | -p,--project=_ -c,--config=_
          run | command | -c,--config=_ -p,--project=_ --env-file=read --env=_ --path=_
          exec | _ command | -n -d=_
          read secrets get export item | _* | !prints-secrets
        """
}
