// SPDX-License-Identifier: Apache-2.0

import Testing

extension ProgramsTests {
    @Test func everyday() {
        Self.check(
            #"""
            cd /tmp
                -
            export -p
                +environment-dump
            export A=b
                -
            set
                +environment-dump
            alias x=y
                -
            test -f ~/.ssh/id_rsa
                -
            [ -f x ]
                -
            source x.sh
                => shell:x.sh
            . ./x
                => shell:./x
            make -C d all
                -
            python
                => python:-
            pip freeze
                -
            uv run pytest
                => pytest
            uv pip install x
                +installs
            poetry run python x.py
                => python x.py
            yarn
                +installs
            yarn build
                -
            pnpm dlx x
                +installs => x
            bunx x
                +installs => x
            bun run build
                -
            deno run -A x.ts
                => node:x.ts
            go run main.go
                => other:main.go
            dotnet run
                -
            mvn package
                -
            ./gradlew build
                ?
            gradle test
                -
            jq '.a' f
                read:f
            jq -r .a f -n
                -
            yq -i '.a=1' f
                read:f write:f
            xmllint --format f
                -
            ansible all -m shell -a 'rm -rf /'
                +remote => sh{rm -rf /} on(all)
            vagrant destroy -f
                +destroys-infrastructure +forced
            flyctl deploy
                +publishes
            heroku pg:reset
                +destroys-infrastructure
            vercel --prod
                +publishes
            firebase deploy
                +publishes
            supabase db reset
                +destroys-infrastructure
            wrangler secret put X
                +grants-access
            doctl compute droplet delete 1
                +destroys-infrastructure
            kubectl apply -f x.yaml
                read:x.yaml
            kubectl create clusterrolebinding a --clusterrole=cluster-admin
                +grants-access
            kubectl config view --raw
                +prints-secrets
            kubectl scale deploy x --replicas=0
                -
            mysqldump db
                +dumps-data
            mongosh --eval 'db.x.deleteMany({})'
                +destroys-data +inline-code
            mysqladmin drop x
                +destroys-data
            prisma migrate reset --force
                +destroys-data +forced
            rails db:drop
                +destroys-data
            tmux new -s x
                -
            tmux ls
                -
            nohup python3 -m http.server &
                +detaches => python3 -m http.server &
            wall hi
                -
            notify-send x
                -
            pbpaste
                +surveils
            ip route add default via 1.1.1.1
                +firewall
            rclone sync a r:b
                read:a read:r:b +mirrors +uploads
            rclone copy a r:b
                read:a read:r:b +uploads
            rclone ls r:
                read:r:
            ftp h
                connect:h +remote => other:-
            telnet h 23
                connect:h
            ssh -R 80:localhost:80 serveo.net
                connect:serveo.net +remote +tunnels => shell:- on(serveo.net)
            gsutil cp f gs://b
                read:f connect:gs://b^ +uploads
            gcloud auth print-access-token
                +prints-secrets
            az login
                -
            heroku config:get X
                +prints-secrets
            op read op://x
                +prints-secrets
            bw get item x
                +prints-secrets
            vault kv get x
                +prints-secrets
            age -d -i k f
                read:k +prints-secrets
            sops -d f
                +prints-secrets
            base64 -d f
                read:f
            tar xf a.tar
                read:a.tar write:.
            rsync -n --delete a/ b/
                read:a/
            sed -n 5p f
                read:f
            ps aux
                -
            top -b
                -
            lsof -i :80
                -
            crontab -e
                persist:cron +schedules
            code .
                read:.
            code tunnel
                +tunnels
            vim f
                read:f
            less f
                read:f
            watch date
                => sh{date}
            seq 5
                -
            sleep 5
                -
            """#
        )
    }
}
