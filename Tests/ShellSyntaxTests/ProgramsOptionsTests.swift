// SPDX-License-Identifier: Apache-2.0

import Testing

extension ProgramsTests {
    @Test func options() {
        Self.check(
            #"""
            env -u A -S'rm -r x'
                => A=- rm -r x
            env --split-string='rm -r x'
                => rm -r x
            sudo -u root -g x -- sh -c 'id'
                +privilege => sh -c id
            sudo --user=root rm x
                +privilege => rm x
            sudo -uroot rm x
                +privilege => rm x
            sudo -EH rm x
                +privilege => rm x
            sudo -nu root rm x
                +privilege => rm x
            xargs -n1 -P 4 rm
                => rm <...
            xargs -i% rm %
                => rm % <%
            timeout --signal=9 5s rm x
                => rm x
            nice -10 rm x
                => rm x
            nice -n10 rm x
                => rm x
            ionice -c 3 rm x
                => rm x
            stdbuf -oL rm x
                => rm x
            time -p rm x
                => rm x
            strace -e trace=file rm x
                => rm x
            docker run -dit --name=x -e A=b -v $PWD:/w -w /w node:18 npm run build
                doubt(a mount is not known) +container +detaches => A=b npm run build in(node:18) at(/w)
            docker run --entrypoint sh alpine -c 'rm x'
                +container => sh -c rm x in(alpine)
            docker run --mount type=bind,source=/,target=/h alpine cat /h/etc/shadow
                +container +host-access => cat /h/etc/shadow in(alpine /:/h)
            docker run --pid=host --privileged alpine nsenter -t 1 -m sh
                +container +host-access => nsenter -t 1 -m sh in(alpine)
            docker --context x exec web rm y
                +container => rm y in(web)
            podman exec -u root web rm y
                +container => rm y in(web)
            git --git-dir=.git --work-tree=. reset --hard
                +discards-changes
            git -c http.sslVerify=false clone https://x/y
                connect:https://x/y write:y +skips-verification
            git --no-pager log --oneline
                -
            git log --output=x
                write:x
            git grep -O'sh -c id' x
                +escapes => sh{sh -c id}
            git diff --ext-diff
                -
            git -C a -C b status
                -
            git --exec-path=/tmp status
                +escapes
            kubectl -n x exec deploy/y -c z -it -- sh -c 'rm x'
                +container +remote => sh -c rm x in(deploy/y)
            kubectl delete ns x
                +destroys-infrastructure
            kubectl run x --image=y --rm -it -- sh
                +container +remote => sh in(x)
            find / -type f -name '*.log' -exec truncate -s 0 {} \;
                read:/ => truncate -s 0 /**/*.log
            find . -name x -execdir sh -c 'rm $1' _ {} \;
                read:. => sh -c rm $1 _ ./**/x
            find . -type f -print0
                read:.
            find . -ok rm {} \;
                read:. => rm ./**/*
            find $D -name x
                read:…
            tar --exclude=x -cvzf a.tgz d
                write:a.tgz read:d**
            tar -C d -cf - . 
                read:.**@d
            tar xvf a.tar --strip-components=1
                read:a.tar write:.
            tar c d
                read:d**
            tar --delete -f a.tar x
                write:a.tar
            tar -cf a.tar --remove-files d
                write:a.tar read:d** delete:d** +bulk
            scp -i k -P 22 -r d u@h:/x
                read:d** connect:h:22^ +uploads
            scp -o ProxyCommand=id a h:b
                read:a connect:h^ +escapes +uploads => sh{id}
            sftp u@h
                connect:h +remote => other:-
            ssh -i k -o StrictHostKeyChecking=no u@h -p 22 -- ls
                connect:h:22 +remote +skips-verification => sh{ls} on(h)
            ssh -J a b
                connect:a connect:b +remote => shell:- on(b)
            ssh -V
                -
            ssh -tt u@h sudo rm x
                connect:h +remote => sh{sudo rm x} on(h)
            curl -XDELETE http://localhost:9200/x
                connect:http://localhost:9200/x^
            curl -G -d a=b http://x
                connect:http://x
            curl "http://x/$(cat f)"
                connect:http://x/$(cat f)
            curl --data-urlencode a@f http://x
                read:f connect:http://x^ +uploads
            curl -K f
                read:f
            curl --help
                -
            curl -fsSL https://x/install.sh
                connect:https://x/install.sh
            wget -i urls.txt
                read:urls.txt
            wget -r -P d http://x
                connect:http://x write:d +downloads
            aws s3 sync . s3://b --delete
                read:.** connect:s3://b^ +destroys-infrastructure +mirrors +uploads
            npm i -g x
                +installs
            npm run
                -
            npm exec -c 'id'
                +installs => sh{id}
            pip install -e .
                read:. +installs
            pip install -r https://x/r.txt
                connect:https://x/r.txt +installs
            pip install --trusted-host x y
                +installs +skips-verification
            apt-key add -
                +adds-source
            add-apt-repository ppa:x
                +adds-source
            dnf -y install x
                +installs
            rpm -ivh https://x/y.rpm
                connect:https://x/y.rpm +installs +installs-from-address
            rpm -qa
                -
            dpkg -i x.deb
                +installs +installs-from-address
            dpkg -l
                -
            snap install x --classic
                +installs
            go install github.com/x/y@latest
                +installs
            gem install x
                +installs
            """#
        )
    }
}
