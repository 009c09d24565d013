// SPDX-License-Identifier: Apache-2.0

import Testing

extension ProgramsTests {
    @Test func systems() {
        Self.check(
            #"""
            kill 1234
                +kills
            kill -9 -1
                +kills +kills-all
            kill -0 1
                -
            kill -l
                -
            pkill -f x
                +kills
            systemctl status x
                -
            systemctl stop auditd
                +disables-security +services
            systemctl enable x.service
                persist:x.service +services
            systemctl halt
                +power
            systemctl daemon-reload
                -
            service nginx restart
                +services
            shutdown -h now
                +power
            shutdown -c
                -
            crontab -r
                persist:cron +schedules
            useradd x
                +users
            passwd root
                +passwords
            mkfs.ext4 /dev/sda1
                write:/dev/sda1 +disk
            fdisk -l
                -
            mount
                -
            mount /dev/sdb1 /mnt
                +mounts
            sysctl kernel.pid_max
                -
            sysctl -w vm.swappiness=1
                configure:vm.swappiness +kernel
            modprobe x
                +kernel
            bootctl status
                -
            setenforce 0
                +disables-security
            printenv
                +environment-dump
            printenv HOME
                -
            date
                -
            hostname
                -
            hostname x
                +host-settings
            journalctl --vacuum-time=1d
                +erases-traces
            journalctl -u x
                -
            openssl enc -d -base64 -in a -out b
                read:a write:b
            openssl s_client -connect h:443
                connect:h:443
            gpg --export-secret-keys x
                +prints-secrets
            gpg -d f
                read:f
            launchctl load /Library/LaunchAgents/x.plist
                persist:/Library/LaunchAgents/x.plist +services
            launchctl list
                -
            defaults write com.apple.x k v
                configure:com.apple.x.k
            defaults read com.apple.x
                -
            security find-generic-password -w -s x
                +prints-secrets
            csrutil disable
                +disables-security
            osascript -e 'do shell script "id"'
                +escapes +inline-code => sh{id}
            screencapture x.png
                write:x.png +surveils
            xclip -o
                +surveils
            apt install -y x
                +installs
            apt-get -s install x
                -
            apt list
                -
            apt-get update -o 'APT::Update::Pre-Invoke::=sh'
                +escapes +opens-shell => sh{sh}
            apt install ./x.deb
                read:./x.deb +installs +installs-from-address
            pip install requests
                +installs
            pip install -r requirements.txt
                read:requirements.txt +installs
            pip install git+https://e/x
                connect:git+https://e/x +installs +installs-from-address
            pip install --index-url https://e x
                connect:https://e +installs +installs-from-address
            npm install
                +installs
            npm install left-pad
                +installs
            npm install a/b
                connect:https://github.com/a/b +installs +installs-from-address
            npm publish
                +publishes
            npm run build
                -
            npx -y cowsay x
                +installs => cowsay x
            npm config set registry https://e
                configure:npm.registry +adds-source
            cargo build
                -
            cargo install ripgrep
                +installs
            cargo install --git https://e/x
                connect:https://e/x +installs +installs-from-address
            cargo publish --dry-run
                -
            go build ./...
                -
            brew install x
                +installs
            brew tap a/b https://e
                connect:https://e +adds-source
            pacman -Syu
                +installs
            pacman -Q
                -
            pacman -Rns x
                +uninstalls
            make -n all
                -
            docker build -t x .
                read:.**
            docker push x
                +publishes
            docker rm -f x
                +forced +removes-resource
            docker images
                -
            docker run -v /var/run/docker.sock:/s alpine
                +container +host-access
            terraform plan
                -
            terraform apply
                spend:terraform +spends
            terraform apply -auto-approve
                spend:terraform +spends
            terraform destroy
                +destroys-infrastructure
            helm uninstall x
                +destroys-infrastructure
            aws s3 ls
                -
            aws s3 rm s3://b --recursive
                +bulk +destroys-infrastructure
            aws s3 cp f s3://b/f
                read:f connect:s3://b/f^ +uploads
            aws ec2 describe-instances
                -
            aws ec2 terminate-instances --instance-ids i
                +destroys-infrastructure
            aws ec2 run-instances --image-id x
                spend:aws.ec2 +spends
            aws iam attach-user-policy --user-name x
                +grants-access
            aws secretsmanager get-secret-value --secret-id x
                +prints-secrets
            gcloud compute instances delete x
                +destroys-infrastructure
            gcloud compute instances list
                -
            az group delete -n x
                +destroys-infrastructure
            gsutil rm -r gs://b
                +destroys-infrastructure
            psql -c 'select 1'
                -
            psql -f x.sql
                => sql:x.sql
            psql -c '\! id'
                +escapes => sh{id}
            dropdb x
                +destroys-data
            redis-cli GET x
                -
            redis-cli -h h FLUSHALL
                connect:h +destroys-data
            pg_dump x -f out
                write:out +dumps-data
            openclaw status
                -
            openclaw plugins list
                -
            openclaw plugins disable sondera
                configure:openclaw.plugins.disable.sondera +agent-settings
            openclaw config set plugins.entries.x false
                configure:openclaw.config.set.plugins.entries.x +agent-settings
            claude -p hi --dangerously-skip-permissions
                +agent-settings
            drawbridge status
                +drawbridge
            drawbridge gate disable
                configure:drawbridge.gate +agent-settings +drawbridge
            """#
        )
    }
}
