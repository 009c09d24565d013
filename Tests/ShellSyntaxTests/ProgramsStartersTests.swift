// SPDX-License-Identifier: Apache-2.0

import Testing

extension ProgramsTests {
    @Test func starters() {
        Self.check(
            #"""
            sudo -u root -- rm -rf x
                +privilege => rm -rf x
            sudo -s
                +opens-shell +privilege => shell:-
            sudo A=b id
                +privilege => A=b id
            sudo -l
                -
            env -i A=b -u C rm -r x
                => clean A=b -u C rm -r x
            env -S 'A=b rm -r /home/u'
                => A=b rm -r /home/u
            env -C link/.. git reset --hard
                => git reset --hard at(link/..)
            env
                +environment-dump
            env - PATH=/bin sh -c 'id'
                => clean PATH=/bin sh -c id
            timeout -s KILL 5 nice -n 5 rm -r x
                => nice -n 5 rm -r x
            nohup rm x
                +detaches => rm x
            nice rm x
                => rm x
            bash -euo pipefail -c 'rm -rf x' a b
                => sh{rm -rf x}
            bash x.sh a
                => shell:x.sh a
            bash -c "$X"
                => sh{…}
            bash
                => shell:-
            sh -p
                => shell:-
            zsh -c 'x'
                => zsh{x}
            xargs -0 -I{} rm {}
                => rm {} <{}
            xargs rm -r
                => rm -r <...
            xargs -a list rm
                read:list => rm …
            xargs --arg-file=/tmp/paths rm -rf
                read:/tmp/paths => rm -rf …
            parallel rm -rf {} ::: a b
                => sh{rm -rf a} => sh{rm -rf b}
            parallel 'rm -rf {}'
                => sh -c rm -rf {} <{}
            parallel ::: 'rm -rf /'
                => sh{rm -rf /}
            parallel bash -c 'rm -rf {}' ::: build /
                => sh{bash -c rm -rf build} => bash -c rm -rf build => sh{bash -c rm -rf /} => bash -c rm -rf /
            find . -name '*.o' -delete
                read:. delete:./**/*.o +bulk
            find /home/u -type f -exec unlink {} +
                read:/home/u => unlink /home/u/**/*
            find . -name x -print
                read:.
            fd -e o -x rm
                read:. => rm …
            ssh -p 22 u@host 'rm -rf x' y
                connect:host:22 +remote => sh{rm -rf x y} on(host)
            ssh -o ProxyCommand='sh -c id' host
                connect:host +escapes +remote => sh{sh -c id} => shell:- on(host)
            ssh host
                connect:host +remote => shell:- on(host)
            ssh -L 80:a:80 -N host
                connect:host +tunnels
            scp a b u@h:/x
                read:a read:b connect:h^ +uploads
            scp u@h:/x .
                connect:h write:. +downloads
            rsync -a --delete /tmp/empty/ /home/u/
                read:/tmp/empty/** write:/home/u/ delete:/home/u/** +bulk +mirrors
            rsync -e 'ssh -p 3' -avz a h:b
                read:a** connect:h^ +uploads => ssh -p 3 h rsync --server .
            rsync -e ssh -c a b
                read:a write:b
            rsync -e 'sh -c "sh 0<&2"' 127.0.0.1:/dev/null
                +escapes => sh -c sh 0<&2 127.0.0.1 rsync --server .
            docker run --rm -it -v /:/mnt --privileged alpine rm -rf /mnt
                +container +host-access => rm -rf /mnt in(alpine /:/mnt)
            docker exec -it web bash -c 'rm x'
                +container => bash -c rm x in(web)
            docker ps
                -
            docker system prune -af
                +forced +removes-resource
            docker compose run web sh
                +container => sh in(web)
            kubectl exec -it pod -- rm -rf x
                +container +remote => rm -rf x in(pod)
            kubectl get pods
                -
            kubectl get secret x -o yaml
                +prints-secrets
            kubectl delete pod x --force
                +forced +removes-resource
            kubectl delete -f x.yaml --dry-run=client
                read:x.yaml
            tmux new-session -d 'rm x'
                +detaches => sh{rm x}
            tmux send-keys -t a 'rm x' Enter
                => sh{rm x}
            screen -dmS x rm y
                +detaches => rm y
            watch -n 1 rm x
                => sh{rm x}
            busybox find . -delete
                => find . -delete
            /lib64/ld-linux-x86-64.so.2 --library-path x /bin/rm y
                => /bin/rm y
            flock /tmp/l -c 'rm x'
                read:/tmp/l => sh{rm x}
            flock -n /tmp/l rm x
                read:/tmp/l => rm x
            crontab -l
                -
            crontab -
                persist:cron +schedules
            su -c 'id'
                +privilege => sh{id}
            su - bob
                +opens-shell +privilege => shell:-
            eval rm -rf x
                => sh{rm -rf x}
            command -v git
                -
            command -p rm x
                => rm x
            exec rm x
                => rm x
            trap 'rm x' EXIT
                => sh{rm x}
            history -c
                +erases-traces
            history
                -
            unshare -r sh
                +opens-shell => sh
            nsenter -t 1 -m rm x
                +host-access => rm x
            chroot /mnt rm x
                => rm x under(/mnt)
            systemd-run --on-calendar=daily rm x
                +schedules +services => rm x
            gdb -nx -ex '!sh' -ex quit
                +escapes +opens-shell => sh{sh}
            strace -f -o out rm x
                write:out => rm x
            time -o f rm x
                write:f => rm x
            rm --help
                -
            sudo rm --help
                +privilege => rm --help
            sudo $X rm
                doubt(an option or more than one word may stand here) +privilege => … rm
            timeout $X rm
                doubt(an option or more than one word may stand here) => rm
            nohup "$X" a
                +detaches => … a
            sudo --frob rm x
                doubt(the option --frob is not known) +privilege => rm x
            at now
                persist:at +schedules => shell:-
            setsid -f rm x
                +detaches => rm x
            script -qc 'rm x' /dev/null
                write:/dev/null => sh{rm x}
            """#
        )
    }
}
