// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// What installs, removes and publishes packages.
    static let packagesText = """
        apt apt-get aptitude apt-fast nala mintupdate-cli | _* | @packages -o,--option=_ -c,--config-file=read -t,--target-release,--default-release=_ -y,--yes,--assume-yes -q -f -s,--simulate,--dry-run,--just-print:dry -a=_ --allow-unauthenticated,--force-yes,--allow-insecure-repositories!skips-verification -d -m -u -V --no-install-recommends --root=_
          install reinstall build-dep satisfy | package* | !installs @packages
          remove purge autoremove autopurge | _* | !uninstalls
          upgrade full-upgrade dist-upgrade safe-upgrade | _* | !installs
          edit-sources | _* | !adds-source
          changelog | _* | @packages
          update clean autoclean list search show policy depends rdepends moo download source showsrc showhold hold unhold history why check | _* |
        apt-add-repository add-apt-repository | _* | !adds-source -r,--remove -y -n -L,--list:dry
        apt-key rpmkeys pacman-key | _* | !adds-source --keyserver=connect --recv-keys=_ --add,-a=read -K=_
          list finger | _* |
        apt-cache apt-mark apt-file apt-listchanges apt-rdepends apt-show-versions deborphan debfoster debsums dlocate dpkg-query repoquery pkgfile checkrestart needrestart rpm-ostree-status popcon | _* |
        dpkg | _* | @packages -i,--install=_!installs!installs-from-address -r,--remove=_!uninstalls -P,--purge=_!uninstalls --unpack=read!installs --configure=_ -a -l,--list? -L=_ -s=_ -S=_ -I,--info=read -c,--contents=read -x=read -e=read --force-all!forced --root=_ --pre-invoke=script!escapes --post-invoke=script!escapes --get-selections --set-selections -V? --add-architecture=_ --print-architecture --compare-versions:ignores
        dpkg-deb dpkg-source dpkg-buildpackage debuild dpkg-reconfigure dpkg-divert update-alternatives alternatives alien checkinstall fpm rpmbuild mock koji makepkg pkgctl debootstrap mmdebstrap multistrap pbuilder sbuild schroot | _* | --install=_ --set=_ -b,--build -x=read -c=_ -p=_ -h=_ -i,--install!installs -s -f
        dnf yum microdnf tdnf dnf5 | _* | -c,--config=read -y,--assumeyes -q -v -C -x,--exclude=_ --enablerepo=_ --disablerepo=_ --repofrompath=_!adds-source --installroot=_ --releasever=_ --setopt=_ --nogpgcheck!skips-verification --downloadonly --assumeno:dry -b -R=_ -d=_ -e=_ --advisory=_
          install reinstall localinstall groupinstall upgrade update upgrade-minimal update-minimal downgrade distro-sync builddep swap | package* | !installs @packages
          remove erase autoremove groupremove autoerase | _* | !uninstalls
          config-manager copr | _* | !adds-source --add-repo=connect --set-enabled --set-disabled
          history | _* | @packages
          group groups module mark shell | _* |
            install upgrade enable | _* | !installs
            remove | _* | !uninstalls
          search info list provides whatprovides repolist repoquery check-update makecache clean check deplist repoinfo updateinfo grouplist groupinfo download alias versionlock | _* |
        rpm | source* | -i,--install!installs!installs-from-address -U,--upgrade!installs!installs-from-address -F,--freshen!installs -e,--erase!uninstalls -q,--query:ignores -V,--verify:ignores -a -f=_ -p=read -l -h -v --import!adds-source --eval,-E=code.other!inline-code --nodeps --force!forced --root=_ --test:dry -K,--checksig --pipe=script!escapes --define,-D=_ --qf,--queryformat=_ --initdb --rebuilddb --noscripts -c -d -R --nosignature!skips-verification
        rpmdb rpmspec rpmsign rpmverify rpmquery | _* | --eval,-E=code.other!inline-code!escapes -q -a -i -l -f=_ --load=read!escapes --pipe=script!escapes -D=_ --define=_
        zypper | _* | -n,--non-interactive -q -v -R,--root=_ --no-gpg-checks!skips-verification
          install in update up dist-upgrade dup patch source-install si | package* | !installs -y -n -t=_ -r=_ -D,--dry-run:dry
          remove rm | _* | !uninstalls -y
          addrepo ar modifyrepo mr addservice as | connect _ | !adds-source -f -p=_ -G!skips-verification
          search se info if repos lr list-updates lu refresh ref clean packages products patterns patches what-provides wp locks removerepo rr | _* |
        pacman yay paru pamac aurman trizen pikaur pacaur aura | _* | @pacman --config=read --root,-r=_ --dbpath,-b=_ --hookdir=read --cachedir=_ --overwrite=_ --ignore=_ --gpgdir=_
        apk | _* | -p,--root=_ -X,--repository=connect --allow-untrusted!skips-verification -q -v --keys-dir=_ --no-cache -U -t,--virtual=_ --update-cache
          add upgrade fix | package* | !installs
          del | _* | !uninstalls
          update info search list policy version cache fetch stats dot audit index verify | _* |
        brew | _* | -v -q -d
          install reinstall upgrade cask bundle | _* | !installs -f,--force!forced --cask --HEAD -s -n,--dry-run:dry --file=read --formula -q
          uninstall remove rm autoremove | _* | !uninstalls -f,--force!forced --zap --cask -n,--dry-run:dry
          tap tap-new | _ connect | !adds-source
          services | _* |
          extract create edit log pin unpin untap update search list ls info outdated cleanup doctor deps uses leaves home config commands desc link unlink switch cat fetch missing shellenv style test audit analytics options prefix tap-info | _* | -n -s --json? --cask --formula --installed --tree --prune=_
          sh exec | words | -c=script
        port | _* | @packages
          install upgrade | _* | !installs
          uninstall | _* | !uninstalls
          selfupdate list search info installed contents provides echo deps sync select | _* |
        snap | _* |
          install refresh try | package* | !installs --classic --dangerous!skips-verification --devmode --channel=_ --edge --beta
          remove | _* | !uninstalls --purge
          set unset connect disconnect alias unalias | _* | !host-settings
          run | command | --shell!opens-shell
          list find info services changes logs version connections interfaces revert enable disable start stop restart download get | _* | -n=_
        flatpak | _* | --user --system -y -v
          install update | package* | !installs --from -y --user --reinstall
          uninstall remove | _* | !uninstalls -y --unused --delete-data
          remote-add remote-modify | _ connect | !adds-source --if-not-exists --no-gpg-verify!skips-verification
          run | _ _* | --command=script --filesystem=_ --share=_
          override permission-set | _* | !host-settings
          list search info remotes remote-ls remote-delete history ps kill repair config mask pin | _* | --app --columns=_
        nix nix-env nix-channel nixos-rebuild home-manager nh guix cachix | _* | -i,--install!installs -iA!installs -e,--uninstall!uninstalls -u,--upgrade!installs -f,--file=source -q -p,--profile=_ --option=_ --extra-experimental-features=_ -I=_ --expr=code.other --add=connect!adds-source --impure -j=_ --dry-run:dry -qa -q,--query --delete-generations=_
          install add upgrade | _* | !installs
          remove | _* | !uninstalls
          profile | _* |
            install add upgrade | _* | !installs
            remove | _* | !uninstalls
          run | _ _* | !escapes
          shell develop | _* | -c,--command=words -p=_ --run=script
          eval repl build flake search show store show-derivation log path-info why-depends fmt hash develop-show registry | _* | --expr=code.other
          switch boot test | _* | !installs !host-settings
        nix-shell | read* | --run,--command=script -p,--packages=_ -I=_ --pure -A=_
        nix-build nix-instantiate nix-store nix-collect-garbage nix-prefetch-url nix-hash nix-copy-closure nix-index nix-locate nix-info nix-tree nixpkgs-review nix-init | _* | -E,--expr=code.other -A=_ -I=_ -d!uninstalls --delete=_!uninstalls --gc -q -r -j=_ -o=write
        emerge equery eselect eix layman portageq xbps-install xbps-remove xbps-query opkg ipkg slackpkg installpkg removepkg upgradepkg swupd eopkg urpmi urpme tazpkg pisi cards sbopkg slapt-get tce-load pkg pkg_add pkg_delete pkg_info pkgin pkgutil freebsd-update winget choco scoop apx pacstall deb-get am appman rpm-ostree transactional-update bootc ostree cave pkcon gdebi installer | _* | @packages -C,--unmerge,--depclean!uninstalls -R!uninstalls -p,--pretend:dry -s,--search:dry -S -u -a -v -q -y -pkg=read!installs -target=_ --forget=_!uninstalls -expand=read --expand=read
          install add upgrade update in it rebase override deploy layer | package* | !installs
          remove delete uninstall rm purge autoremove | _* | !uninstalls -y -f!forced
          search info list query show which audit stats status version provides repo-list lock | _* |
        pip pip-compile pipdeptree | _* | @packages --python=_ --isolated -v -q --proxy=connect --log=write --cert=read --retries=_ --timeout=_ --trusted-host=_!skips-verification --cache-dir=_ --no-input --disable-pip-version-check
          install download wheel | package* | !installs -r,--requirement=source -c,--constraint=source -e,--editable=source -t,--target=write -i,--index-url=connect!installs-from-address --extra-index-url=connect!installs-from-address -f,--find-links=source --prefix=_ --root=_ -d,--dest=write -w=write --no-index --pre -U,--upgrade --user --force-reinstall --break-system-packages --upgrade-strategy=_ --no-deps --no-build-isolation --progress-bar=_ --src=_ --platform=_ --python-version=_ --only-binary=_ --no-binary=_ -q --config-settings=_ --global-option=_ --dry-run:dry -I --report=write --trusted-host=_!skips-verification
          uninstall | _* | !uninstalls -y,--yes -r,--requirement=read
          config | _* | --editor=script!escapes
          list show freeze check search cache hash inspect index debug help | _* | -r=read -f=_ --format=_ -o -l
        easy_install | package* | !installs -i,--index-url=connect!installs-from-address -f=connect -d=write
        pipx | _* |
          install upgrade upgrade-all inject reinstall reinstall-all | package* | !installs --spec=source --pip-args=_ --python=_ -f --include-deps --suffix=_ --index-url=connect!installs-from-address -i=connect -e,--editable
          uninstall uninstall-all uninject | _* | !uninstalls
          run | command | !installs --spec=source --pip-args=_ --python=_ --with=_ -q
          list ensurepath environment completions | _* |
        uv rye pdm hatch pixi conda mamba micromamba poetry pipenv pip-tools pyenv virtualenvwrapper flit twine-check build maturin | _* | -C,--directory,--project=base --cwd=base --python,-p=_ -v -q -n,--name=_ --prefix=_ -c,--channel=_ -y,--yes --config-file=read --index-url,--default-index,--index,--extra-index-url=connect --no-cache -P=base -e,--env=_ --override-channels
          add install sync lock update upgrade create tool-install global self import restore develop | package* | !installs -r,--requirements,--requirement=read -f,--file=read --dev,-D --group,-G=_ --extra,-E=_ --editable -c,--constraint,--channel=_ --source=_ --git=connect!installs-from-address --index=connect!installs-from-address --with=_ --without=_ -e -n,--name=_ -p,--python=_ --dry-run:dry --optional=_
          remove uninstall rm env-remove clean | _* | !uninstalls -n=_ --all!bulk -y
          run exec shell x activate | command | --with,-w=_!installs --with-requirements=read -p,--python=_ -n,--name=_ --env-file=read --no-sync --extra=_ --group=_ -m,--module=_ --package=_ --script,-s --isolated --frozen --no-capture-output --live-stream -e,--environment=_ --index-url=connect
          pip | _* |
            install sync compile | package* | !installs -r,--requirement=source -e=source --index-url,-i=connect!installs-from-address --extra-index-url=connect!installs-from-address --system -U -o=write -p=_ -t=write
            uninstall | _* | !uninstalls
            list show freeze check tree | _* |
          tool | _* |
            run | command | !installs --with=_ --from=source -p,--python=_ --index-url=connect
            install upgrade | package* | !installs
            uninstall | _* | !uninstalls
            list dir update-shell | _* |
          publish upload | _* | !publishes -u=_ -p=_ --token=_ -t=_ --publish-url=connect --dry-run:dry
          config | _* |
          build init new version show list tree check export search cache info env python venv help outdated audit deps lockinfo status about source | _* | -o=write -f=_ -n=_ -p=_
        twine | _* |
          upload | read* | !publishes -r,--repository=_ --repository-url=connect -u=_ -p=_ --config-file=read --skip-existing
          check register | read* |
        virtualenv venv pyvenv | write | -p,--python=_ --system-site-packages --clear --prompt=_
        uvx | command | !installs --from=source --with=_ -p,--python=_ --index-url=connect -q --refresh --isolated
        npm yarn pnpm cnpm tyarn bun | _* | @npm %nohelp -e,--eval=code.node!inline-code --prefix,-C,--cwd,--dir=base -w,--workspace=_ -F,--filter=_ --registry=connect --userconfig=read -g,--global -s,--silent --loglevel=_ -D,--save-dev -S -E -P -O --legacy-peer-deps --ignore-scripts --no-audit --no-fund -f,--force --tag=_ --otp=_ --access=_!publishes --script-shell=script!escapes -r,--recursive --dry-run:dry -h,--help:dry -v,--version:dry --shell=_ --json --depth=_ --node-options=_ -y --if-present
          install i in add ci isntall install-clean install-test it update up upgrade link ln dedupe ddp rebuild rb import fetch audit-fix global | package* | !installs @npminstall
          uninstall remove rm r un unlink | _* | !uninstalls
          run run-script rum urn test t tst start stop restart build dev lint watch serve | _ _* | %posix @packagescripts --if-present -w,--workspace=_ -s,--silent --filter=_ -r --parallel -b,--bun --prefix=base
          exec x dlx | command | !installs -c,--call=script -p,--package=source -y,--yes -w=_ --no -s --shell-mode
          create init innit c | _* | -y -w=_
          publish pub unpublish deprecate | _* | !publishes --tag=_ --access=_ --otp=_ -f,--force!forced
          dist-tag dist-tags owner author access hook team org star | _* | @npmaccess
          token | _* | !passwords --read-only --cidr=_
          config c set | _* | @npmconfig -g --location=_ -L=_
          cache store prune | _* |
          list ls la ll view v info show search s se find outdated audit why explain help version versions bin root prefix ping whoami doctor fund docs home bugs repo diff pack query sbom edit explore shrinkwrap completion get env setup node licenses workspaces workspace set-script plugin up-info pm | _* | -g --json --depth=_ -l -a
          self-update | _* | !installs
        npx bunx pnpx | command | !installs -p,--package=source -c,--call=script -y,--yes --no --no-install~installs -q,--quiet --ignore-existing -n,--node-arg=_ --shell=_ --bun -w=_
        corepack nodenv n ni nr nlx ncu npm-check-updates npm-check depcheck license-checker np verdaccio lerna-cli yalc | _* | -u
          publish push | _* | !publishes
        cargo cross | _* | %nohelp -C=base --config=_ --color=_ -Z=_ --manifest-path=read -v -q --locked --offline --frozen -h,--help:dry -V:dry
          install binstall add update | _* | !installs --git=connect!installs-from-address --path=read --registry=_ --index=connect!installs-from-address --version,--vers=_ --features,-F=_ --root=_ -f,--force --branch=_ --tag=_ --rev=_ --list:dry --dry-run:dry -p,--package=_ -j=_ --target=_ --no-default-features --dev --build --precise=_
          uninstall remove rm | _* | !uninstalls -p=_
          publish yank | _* | !publishes --token=_ -n,--dry-run:dry --registry=_ -p=_ --vers=_ --version=_ --undo --add=_ --remove=_
          login logout | _* |
          run r test t bench build b check c clippy fmt doc d clean new init tree metadata search info version vendor fix generate-lockfile locate-project package pkgid fetch report rustc rustdoc verify-project miri nextest watch expand audit deny outdated flamegraph tarpaulin sweep udeps bloat asm make edit workspaces | _* | -p,--package=_ --bin=_ --example=_ --features,-F=_ --target=_ --profile=_ -j=_ --release,-r --test=_ -x,--exec=_ -s,--shell=script --fix --allow-dirty
        rustup | _* |
          install update self toolchain target component default override | _* | !installs
            uninstall remove | _* | !uninstalls
            list add install update link | _* |
          uninstall | _* | !uninstalls
          run | _ command | --install
          show which doc man check completions set help | _* |
        go | _* | -C=base
          install get | _* | !installs -u -v -tool -d -t -x -n:dry -exec=script!escapes -toolexec=script!escapes -ldflags=_ -tags=_
          run | file.other | %dashwords -exec=script!escapes -toolexec=script!escapes -ldflags=_ -tags=_ -overlay=read
          build test vet generate tool bench list doc fmt fix env mod work version bug clean cover telemetry | _* | %dashwords -o=write -exec=script!escapes -toolexec=script!escapes -vettool=script!escapes -ldflags=_ -tags=_ -run=_ -bench=_ -coverprofile=write -cpuprofile=write -memprofile=write -p=_ -timeout=_ -count=_ -w -u -modcacherw -mod=_ -overlay=read -modfile=edit -gcflags=_ -asmflags=_ -C=base -n
        gem | _* |
          install i update | package* | !installs -v,--version=_ -s,--source=connect!installs-from-address -N --no-document -P=_ -i=write --user-install --pre
          uninstall | _* | !uninstalls -a -x -I -v=_
          push yank owner | _* | !publishes -k=_ --host=connect -v=_ -a=_ -r=_
          sources source | _* | -a,--add=connect!adds-source -r=_ -l -c -u
          open | _* | -e,--editor=script!escapes -v=_
          exec | command | !installs -g=_ -v=_
          build list search query info environment env specification contents dependency fetch unpack which outdated help cleanup pristine server rdoc ri | _* | -v=_
        bundle bundler | _* |
          exec | command | --keep-file-descriptors
          install update add | _* | !installs --path=_ --source=connect --git=connect!installs-from-address --jobs=_ --without=_ -j=_ -v=_ -g=_
          remove clean | _* | !uninstalls
          config | _* |
          console | _* | !opens-shell
          open | _* |
          list show info outdated check init lock platform gem doctor viz package cache licenses help | _* |
        composer | _* | -d,--working-dir=base -n -q -v
          install i require r update u upgrade create-project global reinstall bump | _* | !installs --repository=connect --dev --prefer-dist -o -W --no-scripts --stability=_
          remove rm | _* | !uninstalls
          config | _* |
          exec | command |
          run-script run | _* | @packagescripts
          archive show outdated validate licenses search status diagnose dump-autoload dumpautoload audit info why depends prohibits init home browse fund check-platform-reqs self-update clear-cache | _* |
        pecl pear cpan cpanm cpm carton ppm luarocks opam cabal stack raco nimble shards dart pub mix rebar3 hex spago elm elm-json psc-package bower jspm vcpkg-pkg quicklisp roswell ros tlmgr tlmgr-cli mas melpa cask pod carthage mint marathon tfenv jenv jabba sdk goenv rbenv rvm chruby phpenv plenv nodebrew perlbrew ghcup juliaup rakubrew kerl kiex swiftenv fvm tgenv krew arkade eget bin ubi zplug zinit antigen omz oh-my-zsh fisher tpm | _* | -v -q -y -f --cask
          install require add get update upgrade i use setup deps.get | package* | !installs --local --global --server=connect!installs-from-address --from=_ --git=connect!installs-from-address
          uninstall remove rm delete purge implode | _* | !uninstalls
          publish upload push hex.publish release trunk | _* | !publishes
          repo repository sources source remote | _* |
            add | _* | !adds-source
          exec | command |
          run shell | _* |
          list search show info versions version which current env init build test clean doc outdated check format analyze create doctor help switch config pin | _* |
        mvn mvnw gradle gradlew mvnd | _* | -f,--file=read -s,--settings=read -gs=read -P=_ -pl=_ -D=_ -T=_ -l=write -b,--build-file=read -I,--init-script=file.other -p,--project-dir=base -x=_ -g=_ -c=_ -q -B -o -U -X -e -am -amd -N -t=_ --tests=_ --console=_ --stacktrace --info --debug --no-daemon --stop
        dotnet nuget paket | _* |
          add | _* |
            package | _* | !installs -s,--source=connect -v=_
          tool workload | _* | !installs
            uninstall | _* | !uninstalls
            list search run restore | _* |
          install restore update | _* | !installs -s,--source=connect -Source=connect
          nuget | _* |
            push | read* | !publishes -k,--api-key=_ -s,--source=connect
            delete | _* | !publishes
            add | _* | !adds-source
          push | read* | !publishes -k=_ -s=connect
          sources | _* | !adds-source
          exec fsi | file.other |
          run build test publish clean new sln list remove pack format watch script msbuild restore-show ef dev-certs user-secrets help | _* | -o,--output=_ -c=_ -f=_ -p=_ -r=_ -v=_
        keyring secret-tool pass gopass passage lpass bw rbw keepassxc-cli 1pass dashlane-cli ykman sops age rage vault sealed-secrets kubeseal git-credential | _* | -d,--decrypt!prints-secrets -i=read -o,--output=write~prints-secrets -r=_ -e -field=_ -format=_ -c
          show get read lookup item list-secrets cat otp ls-secrets kv | _* | !prints-secrets -c,--clip~prints-secrets -field=_
          delete rm remove destroy purge | _* | !destroys-data
          set insert put write store edit generate add | _* | !passwords
          login unlock | _* | !passwords
          exec-env exec-file | _ script |
          ls list search find grep status sync lock init git help version info tree | _* |
        """
}
