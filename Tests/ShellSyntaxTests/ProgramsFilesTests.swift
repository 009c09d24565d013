// SPDX-License-Identifier: Apache-2.0

import Testing

extension ProgramsTests {
    @Test func files() {
        Self.check(
            #"""
            rm -rf x y
                delete:x** delete:y** +bulk +forced
            rm -i x
                delete:x
            rm --recu --for x
                delete:x** +bulk +forced
            rm -- -rf
                delete:-rf
            rm -r *.o
                delete:*.o** +bulk
            rm -rf x --help
                delete:x** +bulk +forced
            rm --version
                -
            unlink x
                delete:x
            shred -u x
                write:x delete:x +shredded
            mv a b
                read:a delete:a write:b
            mv -t d a b
                write:d read:a delete:a read:b delete:b
            mv /home/u /dev/null
                read:/home/u delete:/home/u** write:/dev/null
            cp -r a b c
                read:a** read:b** write:c**
            cp --target-directory=d a
                write:d read:a
            ln -s /etc/passwd p
                read:/etc/passwd write:p +links
            touch a b
                write:a write:b
            mkdir -p a/b
                write:a/b
            mkdir -m 777 a
                write:a +opens-permissions
            tee -a x
                write:x
            truncate -s 0 x
                write:x +truncates
            chmod 644 f
                write:f
            chmod 0777 f
                write:f +makes-executable +opens-permissions
            chmod -R a+rwx /
                write:/** +bulk +makes-executable +opens-permissions
            chmod u+s f
                write:f +setuid
            chmod +x f
                write:f +makes-executable
            chmod -w f
                write:f
            chmod 1777 d
                write:d +makes-executable
            chown -R u:g d
                write:d** +ownership
            dd if=/dev/zero of=/dev/sda
                read:/dev/zero write:/dev/sda +disk +exhausts
            dd if=a of=b bs=1M
                read:a write:b
            dd if=/dev/zero of=f
                read:/dev/zero write:f +exhausts
            ls -la ~/.ssh
                read:~/.ssh
            find . -newer x -fprint out
                read:. read:x write:out
            cat a - b
                read:a read:b
            head -n 5 f
                read:f
            grep -rn foo src
                read:src**
            grep -e foo -f pats f
                read:pats read:f
            rg foo
                -
            sort -o out in
                write:out read:in
            sort --compress-program=sh in
                read:in +escapes +opens-shell => sh{sh}
            sort --compress-program=gzip in
                read:in => sh{gzip}
            tar -xzf a.tgz -C b
                read:a.tgz write:b
            tar czf a.tgz d
                write:a.tgz read:d**
            tar -tzf a.tgz
                read:a.tgz
            tar cf /dev/null x --checkpoint=1 --checkpoint-action=exec=sh
                write:/dev/null read:x** +escapes +opens-shell => sh{sh}
            tar -I 'sh -c id' -xf a
                read:a write:. +escapes => sh{sh -c id}
            tar -I zstd -xf a
                read:a write:.
            tar --to-command=id -xf a
                read:a write:. +escapes => sh{id}
            zip -r a.zip d
                write:a.zip read:d**
            zip a.zip b -T -TT 'sh #'
                write:a.zip read:b** +escapes => sh{sh #}
            unzip a.zip -d out
                write:out read:a.zip
            gzip -k f
                read:f
            gzip f
                read:f delete:f
            7z x a.7z -oout
                read:a.7z write:out
            man -P 'sh -c id' ls
                +escapes => sh{sh -c id}
            man ls
                -
            install -m 755 a /usr/bin/a
                read:a write:/usr/bin/a +makes-executable
            patch -p1 -i x.diff
                read:x.diff
            split --filter='sh -c id' f
                read:f +escapes => sh{sh -c id}
            ffmpeg -i a.mp4 -c:v copy b.mkv
                read:a.mp4 write:b.mkv
            $HOME/bin/rm x
                ?
            ./rm -rf x
                ? delete:x** +bulk +forced
            /bin/rm x
                delete:x
            RM x
                delete:x
            rm.exe x
                delete:x
            grm x
                delete:x
            python3.12 x.py
                => python:x.py
            date -s tomorrow
                +host-settings
            date +%s
                -
            """#
        )
    }
}
