// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Clouds, infrastructure as code, databases.
    static let cloudText = """
        aws awslocal | _* | --profile=_ --region=_ --output=_ --query=_ --endpoint-url=connect --cli-input-json=_ --ca-bundle=read --no-verify-ssl!skips-verification --cli-connect-timeout=_ --color=_ --no-cli-pager --no-sign-request --debug
          s3 | _* | @s3 --recursive --acl=_ --exclude=_ --include=_ --delete --storage-class=_ --sse=_ --grants=_ --force --dryrun:dry --quiet --no-progress --profile=_ --region=_ --expires-in=_ --content-type=_ --page-size=_ --human-readable --summarize --follow-symlinks --metadata=_ --cache-control=_
          configure sso codecommit codeartifact | _* |
          ssm ecs | _* | --target=_ --command=script --parameters=_ --document-name=_ --instance-ids=_ --cluster=_ --task=_ --container=_ --name=_ --names=_ --with-decryption --value=_ --type=_
          * | _* | @awsverb --dry-run:dry --user-data=_ --query=_ --cli-input-json=_
        gcloud az oci aliyun tccli ibmcloud linode-cli doctl hcloud scw exo vultr-cli ovhcloud civo openstack nova upctl yc bx cf heroku flyctl fly vercel now netlify railway render wrangler firebase supabase amplify eb sam serverless sls cdk copilot chalice zappa up apex azd func swa cloudflare planetscale pscale neonctl neon turso fauna upstash appwrite nhost hasura eas surge koyeb northflank deta platform dokku caprover kamal mrsk kinsta pantheon terminus acli lagoon platformsh zeabur porter convox stripe twilio sendgrid shopify auth0 okta algolia sentry-cli datadog-ci newrelic databricks snowsql snow bq gsutil rabbitmqctl confluent ngrok-cli mongocli atlas mc s3cmd s5cmd b2 azcopy cos coscli ossutil cadaver argocd flux istioctl linkerd cilium velero eksctl kops kubeadm kind k3d rke rancher talosctl kustomize helmfile nomad consul packer boundary waypoint crossplane okteto tkn telepresence nextflow-tower ydb | _* | @cloud %deep --project,-p=_ -g,--resource-group=_ -n,--name=_ -l,--location=_ --zone=_ --region=_ -o,--output=_ --format=_ --subscription=_ --query=_ -q,--quiet,-y,--yes --account=_ --context,-c=_ --token,-t=_ -a,--app=_ --config=read --dry-run,--dryrun:dry --command=script -m
          delete destroy terminate remove rm rb mb-remove unlink purge nuke dissolve drop truncate reset undeploy teardown down rd decommission wipe prune delete-* destroy-* projects:delete apps:destroy pg:reset db:drop apps:delete addons:destroy | _* | @resource -f,--force!forced
          deploy publish promote release ship functions:deploy hosting:channel:deploy | _* | @cloud !publishes -m=_ --prod
          apply submit up rollout | _* | @cloud -m=_ --prod
          create run start scale resize launch provision new rent buy order create-* scale-* ps:scale addons:create apps:create | _* | @cloud !spends
          ssh ssh-to-instance console exec bash connect ps:exec run:inside | _* | @cloud !remote -C,--command=script -c=_
          add-iam-policy-binding set-iam-policy add-policy grant assign role-assignment create-for-rbac access:add authorized_keys:add remove-iam-policy-binding | _* | @cloud !grants-access
          secrets secret env config config:set config:unset vars variables credentials keyvault settings config:get | _* | @cloudsecret
          print-access-token get-access-token print-identity-token access-token show-connection-string auth:token authtoken list-keys list-secrets access dotenv env:pull | _* | @cloud !prints-secrets
          login logout | _* |
          cp mv sync rsync upload put copy | source* | @cloud --delete!mirrors -d!mirrors -r -a=_ --acl=_ --recursive
          describe list ls show get status logs log info version help tail watch dev serve init search cat stat du whoami config-show diff plan validate preview explain top inspect events ps | _* |
        terraform tofu terragrunt tf opentofu cdktf | _* | %dashwords -chdir=base
          apply | _* | @terraform %dashwords -auto-approve -var=_ -var-file=read -target=_ -replace=_ -destroy!destroys-infrastructure -state=edit -input=_ -lock=_ -parallelism=_ -refresh-only -backup=write -no-color
          destroy | _* | %dashwords !destroys-infrastructure -auto-approve!forced -var=_ -var-file=read -target=_ -state=edit
          plan validate fmt version providers graph show output get refresh login logout test metadata modules | _* | %dashwords -out=write -var=_ -var-file=read -target=_ -state=read -recursive -json -raw -check -destroy -input=_ -lock=_
          init | _* | %dashwords !installs -backend-config=_ -from-module=source -plugin-dir=_ -upgrade -reconfigure -migrate-state -input=_ -lockfile=_ -get=_
          state workspace | _* | %dashwords -state=edit -lock=_ -force!forced
            rm delete | _* | %dashwords !destroys-infrastructure
            push replace-provider | _* | %dashwords !rewrites-history
            mv | _* | %dashwords
            list show pull select new | _* |
          taint untaint import | _* | %dashwords
          force-unlock | _* | %dashwords -force!forced
          console | _* |
          run-all | _* | @terraform
            destroy | _* | !destroys-infrastructure
            apply | _* | @terraform
            plan validate | _* |
        pulumi | _* | -C,--cwd=base -s,--stack=_ -y,--yes!forced --non-interactive --color=_
          up update deploy | _* | !spends -y,--yes -s=_ -m=_ -t=_ --skip-preview --target=_ -c=_
          destroy down dn | _* | !destroys-infrastructure -y,--yes!forced -s=_
          preview pre about logs version whoami console schema help refresh new import convert watch | _* | -s=_
          stack | _* |
            rm | _* | !destroys-infrastructure -f,--force!forced -y
            export import output ls init select graph tag rename history unselect change-secrets-provider | _* | --show-secrets!prints-secrets --file=edit
          config | _* | --show-secrets!prints-secrets --secret --plaintext
          state | _* |
            delete | _* | !destroys-infrastructure -f!forced
            unprotect rename upgrade | _* |
          plugin package | _* |
          login logout org policy env | _* |
        ansible | _ | !remote @ansible -m,--module-name=_ -a,--args=_ -i,--inventory=read -u=_ -b,--become!privilege -K -k -e=_ -f=_ -l=_ -C,--check:dry -M=read --private-key=read -c=_ --ssh-common-args=_!escapes --list-hosts:dry -o -v -t=_ -vvv
        ansible-playbook | read* | !remote -i=read -u=_ -b!privilege -e=_ -t,--tags=_ --skip-tags=_ -l=_ -C,--check:dry --syntax-check:dry --list-tasks:dry --list-hosts:dry --list-tags:dry -M=read --private-key=read -c=_ -K -k --vault-password-file=read -f=_ -D -v --ask-vault-pass --start-at-task=_ --step
        ansible-pull | _* | !remote !runs-download -U,--url=connect -i=read
        ansible-galaxy ansible-vault ansible-doc ansible-inventory ansible-config ansible-console ansible-test molecule | _* | -r=read -p=write -i=read -f
          install | _* | !installs -r=read -p=write
          collection role | _* |
            install | source* | !installs -r=read -p=write
            publish | read | !publishes
            list init search info remove build verify | _* |
          decrypt view | read* | !prints-secrets --output=write --vault-password-file=read
          encrypt edit rekey create | edit* | --vault-password-file=read
        salt salt-call salt-ssh salt-run chef-client chef-solo cf-agent mco bolt pyinfra rundeck | _* | !remote @ansible
        psql pgcli usql | _ | @sql -c,--command=code.sql -f,--file=file.sql -h,--host=connect -p,--port=_ -U,--username=_ -d,--dbname=_ -o,--output=write -L,--log-file=write -v,--set,--variable=_ -P=_ -F=_ -R=_ -T=_ -l -A -t -q -x -X -w -W -1 -E -a -b -e -n -s -S -z -0 -H
        mysql mariadb mycli mysqlsh tidb | _ | @sql -e,--execute=code.sql -h,--host=connect -P,--port=_ -u,--user=_ -p,--password? -D,--database=_ -S,--socket=_ --defaults-file=read --defaults-extra-file=read --ssl-ca=read --protocol=_ --tee=write --pager=script!escapes --default-auth,--plugin-dir=_!preloads --init-command=code.sql -N -B -s -t -v -A -C -f -n -q -r -E -H -X
        sqlite3 sqlite litecli duckdb sqlcipher sql.js | edit code.sql* | @sql -cmd=code.sql -init=read -separator=_ -nullvalue=_ -newline=_ -header -csv -json -line -list -column -html -batch -bail -readonly -echo -markdown -box -table -quote -c=code.sql -s=code.sql -f=file.sql -A=_ -deserialize -interactive -version -help
        sqlplus isql bsqldb bteq hive beeline impala-shell spark-sql presto trino clickhouse clickhouse-client cockroach vsql gsql sqlcmd tsql osql bcp fbsql db2 monetdb questdb cqlsh ksql influx surreal dolt edgedb gel | _* | @sql -q,--query,-Q,-e,--execute,-c,--command,--sql,--query-string=code.sql -f,--file=file.sql -i,--input-file=file.sql -h,--host,-S,--server=connect -U,-u,--username,--user=_ -P,-p,--password=_ -d,--database=_ -o=write --port=_ -n=_ -w=_ -t=_ -s=_ -v=_
          sql query | code.sql* | -q=code.sql -e=code.sql
          delete bucket-delete drop | _* | !destroys-data
          reset | _* |
        mongo mongosh | _ file.node | @mongo --eval=code.node!inline-code -u=_ -p=_ --host=connect --port=_ --authenticationDatabase=_ -f,--file=file.node --quiet --nodb --norc --shell --tls
        redis-cli valkey-cli keydb-cli | _* | @redis -h=connect -p=_ -s=_ -a=_ -u=connect -n=_ -r=_ -i=_ -x -d=_ -D=_ --user=_ --pass=_ --cacert=read --cert=read --key=read --eval=file.lua --rdb=write!dumps-data --functions-rdb=write!dumps-data --pipe --scan --bigkeys --stat --latency --no-auth-warning --pattern=_ --cluster=_ -c --raw --csv --json --tls --askpass
        memcached redis-server mysqld mariadbd postgres mongod influxd etcd zookeeper kafka-server-start rabbitmq-server elasticsearch opensearch solr couchdb neo4j arangodb cassandra minio prometheus grafana-server grafana alertmanager node_exporter loki promtail telegraf fluentd logstash filebeat vector jaeger zipkin | _* | !listens -c=_ -f=read -D -d -p=_ --port=_ --loadmodule=_!escapes
        pg_dump pg_dumpall mysqldump mariadb-dump mysqlpump mongodump mongoexport mydumper pg_basebackup ldapdump slapcat elasticdump neo4j-admin exp expdp pgbackrest barman wal-g xtrabackup mariabackup sqlpackage | _* | !dumps-data -f,--file,-o,--out,--output,--result-file,-r=write -h,--host=connect -p=_ -P=_ -U,-u,--user,--username=_ -d,--dbname,-D,--db,-c,--collection=_ -t,--table,-n,-N,-T,-E=_ -F=_ -Z=_ -j=_ -W,--password? --uri=connect -q=_ -w=_ --databases --all-databases -A -B -s -a -v --defaults-file=read --filter=script!escapes
        pg_restore mongorestore mongoimport mysqlimport myloader imp impdp slapadd | read* | -c,--clean!destroys-data --drop!destroys-data -h,--host=connect -U,-u=_ -d,--dbname,--db=_ -p=_ -t=_ -n=_ -j=_ -f=write -F=_ --file=read --uri=connect --delete!destroys-data -C -1 -v -e -O -x -l -L=read -a -s --collection,-c=_
        dropdb dropuser mysqladmin mariadb-admin createdb createuser pg_ctl pg_ctlcluster pg_dropcluster pg_createcluster pg_upgrade pg_resetwal initdb vacuumdb reindexdb clusterdb pg_isready pg_lsclusters pgbench mysqlcheck mysqlshow mysqlslap mysql_upgrade mysql_secure_installation mysql_install_db myisamchk mongostat mongotop mongofiles redis-benchmark redis-check-aof etcdctl zkCli.sh kafka-topics kafka-topics.sh kafka-console-consumer kafka-console-producer kafka-configs rabbitmqadmin nodetool couchbase-cli sstableloader curator liquibase flyway alembic migrate dbmate knex sequelize sequelize-cli typeorm prisma drizzle-kit sqitch phinx doctrine ecto atlas-schema pgloader sqlfluff-db pgadmin phpmyadmin adminer dbeaver | _* | @database -h,--host=connect -p=_ -U,-u,--username=_ -d=_ -f,--force!forced -D=_ -e,--echo -i -w -W -t=_ -c=_ -q --if-exists -E=_ -s=_ -m=_ -n=_ -O=_ -T=_ --endpoints=connect
        """
}
