// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Containers, clusters and virtual machines.
    static let containersText = """
        docker podman nerdctl | _* | -H,--host=connect -c,--context=_ --config=_ -l,--log-level=_ --tlscacert=read --tlscert=read --tlskey=read --url=_ --connection=_ --root=_ -n,--namespace=_ -a,--address=_
          run create | _ command | @container !container -v,--volume=_ --mount=_ -e,--env=_ --env-file=read -w,--workdir=_ --name=_ -p,--publish=_ --entrypoint=_ --user,-u=_ --network,--net=_ --pid=_ --ipc=_ --uts=_ --userns=_ --cap-add=_ --cap-drop=_ --device=_ --security-opt=_ --platform=_ --restart=_ -m,--memory=_ --cpus=_ --gpus=_ -h,--hostname=_ -l,--label=_ --label-file=read --add-host=_ --dns=_ --link=_ --volumes-from=_ --tmpfs=_ --shm-size=_ --ulimit=_ --log-driver=_ --log-opt=_ --pull=_ --cidfile=write --ip=_ --network-alias=_ --expose=_ -a,--attach=_ --stop-signal=_ --stop-timeout=_ --sysctl=_ --runtime=_ --cgroupns=_ --group-add=_ --health-cmd=_ --cpuset-cpus=_ --memory-swap=_ --blkio-weight=_ --device-cgroup-rule=_ --domainname=_ --mac-address=_ --oom-score-adj=_ --pids-limit=_ --annotation=_ --pod=_ --secret=_ -d,--detach!detaches --rm -i,--interactive -t,--tty --init --privileged!host-access --read-only -P --sig-proxy
          exec | _ command | @container !container -e,--env=_ --env-file=read -u,--user=_ -w,--workdir=_ --detach-keys=_ -d,--detach!detaches -i,--interactive -t,--tty --privileged!host-access
          container image volume network system builder context secret config stack service swarm node plugin trust manifest buildx machine pod model scout sandbox | _* |
            run create | _ command | @container !container -v,--volume=_ --mount=_ -e,--env=_ --name=_ -p,--publish=_ --entrypoint=_ --network=_ --pid=_ -w=_ -u=_ --privileged!host-access -d!detaches -i -t --rm --label=_ --driver=_ -o=_ --replicas=_ --secret=_ --from-file=_ --docker=_
            exec | _ command | @container !container -e,--env=_ -u,--user=_ -w,--workdir=_ -i -t --privileged!host-access
            rm remove prune down leave reset | _* | @resource -f,--force!forced --filter=_ -a,--all -v,--volumes
            push | _* | !publishes
            build | tree | -f,--file=read -t,--tag=_ --build-arg=_ --target=_ --platform=_ -o,--output=_ --secret=_ --ssh=_ --push!publishes --allow=_ --cache-from=_ --cache-to=_ --builder=_
            save | _* | -o,--output=write
            load | | -i,--input=read
            import | source _ |
            export | _ | -o,--output=write
            kill stop | _* | !kills -s,--signal=_ -t,--time=_
            cp | _* | @remotecopy
            df ls list ps inspect info events logs top stats port diff version show history status use tasks du | _* | --format=_ -n,--tail=_ --since=_ --until=_ -f,--filter=_
            ssh | _ words | !remote
          rm rmi | _* | !removes-resource -f,--force!forced -v,--volumes!destroys-infrastructure -l,--link -a,--all!bulk!destroys-infrastructure
          kill stop | _* | !kills -s,--signal=_ -t,--time,--timeout=_
          push | _* | !publishes -a -q
          pull | _* | !downloads --platform=_ -a -q
          save | _* | -o,--output=write --platform=_
          load | | -i,--input=read
          import | source _ | -c=_ -m=_
          export | _ | -o,--output=write
          build | tree | -f,--file=read -t,--tag=_ --build-arg=_ --target=_ --platform=_ -o,--output=_ --secret=_ --ssh=_ --network=_ --no-cache --pull --progress=_ --iidfile=write --label=_ --cache-from=_ --push!publishes -q
          cp | _* | @remotecopy -a -L -q
          login | _ | -u,--username=_ -p,--password=_ --password-stdin
          commit tag rename update start restart pause unpause attach wait | _* | -a=_ -m=_ -c=_ -t=_ -s=_
          ps images logs inspect version info stats top port diff events history search ls | _* | -f,--filter=_ --format=_ -n,--last,--tail=_ --since=_ --until=_
          compose | _* | -f,--file=read -p,--project-name=_ --env-file=read --profile=_ --project-directory=_ --ansi=_ --progress=_ --parallel=_
            run | _ command | @container !container -v,--volume=_ -e,--env=_ -p,--publish=_ -u,--user=_ -w,--workdir=_ --entrypoint=_ --name=_ -l,--label=_ -d,--detach!detaches --rm --no-deps -T -i --service-ports --build
            exec | _ command | @container !container -e,--env=_ -u,--user=_ -w,--workdir=_ --index=_ -d,--detach!detaches -T -i -t --privileged!host-access
            down | _* | -v,--volumes!destroys-infrastructure --rmi=_!removes-resource -t,--timeout=_ --remove-orphans
            rm | _* | !removes-resource -f,--force!forced -s,--stop -v,--volumes!destroys-infrastructure
            kill | _* | !kills -s,--signal=_
            push | _* | !publishes
            up start restart stop build pull create logs ps ls config images top port events version pause unpause watch | _* | -d,--detach -t,--timeout=_ -f -n,--tail=_ --scale=_ --build-arg=_ --format=_ --since=_ --until=_ -o=write --profile=_
        docker-compose podman-compose | _* | -f,--file=read -p,--project-name=_ --env-file=read --profile=_ --project-directory=_
          run | _ command | @container !container -v,--volume=_ -e,--env=_ -p,--publish=_ -u,--user=_ -w,--workdir=_ --entrypoint=_ --name=_ -l,--label=_ -d,--detach!detaches --rm --no-deps -T
          exec | _ command | @container !container -e,--env=_ -u,--user=_ -w,--workdir=_ --index=_ -d,--detach!detaches -T --privileged!host-access
          down | _* | -v,--volumes!destroys-infrastructure --rmi=_!removes-resource -t,--timeout=_ --remove-orphans
          rm | _* | !removes-resource -f,--force!forced -s,--stop -v!destroys-infrastructure
          kill | _* | !kills -s=_
          push | _* | !publishes
        kubectl oc k3s microk8s minikube kubecolor k9s | _* | -n,--namespace=_ --context=_ --kubeconfig=read --cluster=_ --user=_ -s,--server=connect --token=_ --as=_ --as-group=_ --request-timeout=_ -v,--v=_ --insecure-skip-tls-verify!skips-verification --profile=_ -p=_
          exec rsh attach | _* | @kubectl !container !remote -c,--container=_ -f,--filename=read -i,--stdin -t,--tty -q
          debug | _* | @kubectl !container !remote --image=_ --target=_ --profile=_ --copy-to=_ -c,--container=_ -i -t --share-processes --node=_
          run | _* | @kubectl !container !remote --image=_ --overrides=_ --env=_ --port=_ -l,--labels=_ --restart=_ --command -i -t --rm --dry-run?:dry -o=_ --serviceaccount=_
          delete | _* | @resource -f,--filename=source -l,--selector=_ --all!bulk -A,--all-namespaces!bulk --force!forced --now --grace-period=_ --dry-run?:dry -k,--kustomize=read -o=_ --cascade?
          drain cordon | _* | !removes-resource --dry-run?:dry
          replace | _* | -f,--filename=source --force!destroys-infrastructure
          apply create patch edit set label annotate expose autoscale scale rollout taint uncordon wait | _* | @kubectl -f,--filename=source -k,--kustomize=source -l,--selector=_ -p,--patch=_ --patch-file=read --type=_ --replicas=_ --dry-run?:dry -o,--output=_ --from-literal=_ --from-file=read --from-env-file=read --image=_ --port=_ --name=_ --target-port=_ --prune!destroys-infrastructure --force!forced --clusterrole=_!grants-access --role=_!grants-access --serviceaccount=_ --for=_ --timeout=_
          get describe | _* | @kubectl -o,--output=_ -l,--selector=_ --field-selector=_ -f,--filename=source -w --sort-by=_ -A
          config | _* | @kubectl --raw --minify --flatten
          token | _* | !prints-secrets
          cp | _* | @remotecopy -c=_
          port-forward proxy | _* | !tunnels --address=_ -p,--port=_
          logs top explain version api-resources api-versions cluster-info auth diff events | _* | -f -c=_ -l=_ --tail=_ --since=_ -p
          adm | _* | !grants-access
          certificate | _* | !grants-access
          ssh | words | !remote !container
          start stop status service dashboard addons image ip | _* |
        crictl | _* |
          exec | _ command | !container -i -t -s
          rm rmi rmp stop stopp | _* | !removes-resource -f!forced -a!destroys-infrastructure
        ctr | _* | -n,--namespace=_ -a,--address=_
          task tasks t | _* |
            exec | _ command | !container --exec-id=_ -t
            kill rm | _* | !kills
          run | _ _ command | !container -t --rm --mount=_ --privileged!host-access -d --net-host
          images image i container containers c snapshots content | _* |
            rm delete prune remove | _* | !removes-resource
        runc crun | _* | !container
          exec | _ command | !container -t -u=_ -e=_
          delete kill | _* | !removes-resource
        lxc incus | _* |
          exec | _ command | !container @kubectl -T,--mode=_ -t --env=_ --user=_ --cwd=_
          delete rm | _* | !destroys-infrastructure -f,--force!forced
          file | _* |
            push | read _* |
            pull | _ write |
          config | _* | !host-access
        lxc-attach | command | !container @kubectl -n,--name=_ -e -s=_ -u=_ -g=_ --clear-env -v=_
        lxc-destroy | _* | !destroys-infrastructure -n=_ -f!forced
        lxc-execute | command | !container -n,--name=_
        pct | _* |
          exec | _ command | !container
          destroy | _* | !destroys-infrastructure
          enter | _* | !container
        qm | _* |
          destroy | _* | !destroys-infrastructure
          guest | _* | !container
        vagrant | _* |
          ssh | _ | !remote !container -c,--command=script
          destroy | _* | !destroys-infrastructure -f,--force!forced
          winrm | _ | !remote -c=script
        multipass | _* |
          exec | _ command | !container -d=_
          shell | _ | !container
          delete purge | _* | !destroys-infrastructure -p
        limactl | _* |
          shell | _ command | !container
          delete | _* | !destroys-infrastructure -f!forced
        distrobox distrobox-enter toolbox | command | !container -n,--name=_ -r -c,--container=_
          enter | _ command | !container -n,--name=_ --root
          run | command | !container -c,--container=_ -r,--release=_ -d=_
          rm | _* | !removes-resource -f!forced
          create list stop | _* | -i=_ -n=_
        machinectl | _* |
          shell | _ command | !container -E=_ --uid=_
          login | _ | !container
          terminate kill remove | _* | !destroys-infrastructure
        virsh | _* | -c,--connect=_
          destroy undefine vol-delete pool-delete net-destroy snapshot-delete | _* | !destroys-infrastructure
        VBoxManage vboxmanage | _* |
          unregistervm | _* | !destroys-infrastructure --delete
          guestcontrol | _* | !container
        wsl | command | -d,--distribution=_ -u,--user=_ -e,--exec --cd=_ --shutdown:ignores --unregister=_!destroys-infrastructure
        apptainer singularity | _* |
          exec | _ command | !container -B,--bind=_ --env=_ --pwd=_ -H=_ --nv -c -e
          run shell instance | _* | !container -B,--bind=_
          pull build | write _* | --force
          push | _* | !publishes
        buildah skopeo crane gcrane | _* |
          run | _ command | !container -v=_ --user=_
          push copy | _* | !publishes
          rm rmi delete prune | _* | !removes-resource
          bud build | tree | -f=read -t=_
        helm | _* | -n,--namespace=_ --kube-context=_ --kubeconfig=read
          uninstall delete del un | _* | !destroys-infrastructure --dry-run?:dry
          install upgrade | _ source | -f,--values=source --set=_ --set-file=_ --set-string=_ --version=_ --repo=connect -i --timeout=_ --dry-run?:dry --create-namespace --post-renderer=script!escapes
          rollback | _* | --dry-run:dry
          repo plugin | _* |
            add | _ connect | !adds-source
            install | connect | !installs !installs-from-address
            remove rm uninstall | _* | !uninstalls
            list ls update | _* |
          push | read connect | !publishes
          template lint | _ source | -f,--values=source --post-renderer=script!escapes
        """
}
