// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Version control and its servers.
    static let gitText = """
        git yadm | _* | @git -C=base -c=_ --config-env=_ --git-dir=_ --work-tree=_ --namespace=_ --exec-path?_ --super-prefix=_ --list-cmds=_ --attr-source=_ -p,--paginate -P,--no-pager --bare --no-replace-objects --literal-pathspecs --no-optional-locks --html-path --man-path --info-path -h -v
          status log shortlog check-mailmap verify-pack for-each-repo show-index merge-tree merge-file check-ref-format mergetool--lib annex cliff absorb standup reflog-show diff-tree rev-parse rev-list cat-file ls-files ls-tree blame annotate describe merge-base for-each-ref show-ref symbolic-ref-show name-rev whatchanged cherry count-objects verify-commit verify-tag var version check-ignore check-attr fsck range-diff show-branch help grep column stripspace patch-id diff-index diff-files ls-remote-show archive-show get-tar-commit-id request-pull | _* | @gitlog --output=write -O,--open-files-in-pager?script!escapes --ext-diff -n=_ -f=_ --format=_ --pretty? --since=_ --until=_ --author=_ -e=_ -L=_ -S=_ -G=_ --textconv --no-index:reads
          diff show | _* | @gitlog --output=write --ext-diff --textconv --no-index:reads -U? -M? -n=_ --format=_ -S=_ -G=_
          reflog | _* | @gitreflog --expire=_ --all
          add stage | _* | -A -p -u -f --chmod=_ --pathspec-from-file=read -n,--dry-run:dry
          commit | _* | -m,--message=_ -F,--file=read -C=_ -c=_ --author=_ --date=_ -t,--template=read --fixup=_ --squash=_ --amend -n,--no-verify!skips-hooks -S? --cleanup=_ --trailer=_ --pathspec-from-file=read -a -s -v -q -p -o -i -e --dry-run:dry -u? --allow-empty
          push | _* | !pushes @gitpush -f,--force!rewrites-history --force-with-lease? --force-if-includes --mirror!rewrites-history!deletes-refs --delete,-d!deletes-refs --prune!deletes-refs --all --tags --follow-tags -u,--set-upstream -n,--dry-run:dry -o,--push-option=_ --receive-pack,--exec=script!escapes --repo=_ --no-verify!skips-hooks --signed? --recurse-submodules=_ -q -v -4 -6 --atomic --thin
          fetch | _* | @gitremote --upload-pack=script!escapes --depth=_ --deepen=_ --shallow-since=_ -o=_ -j=_ --refmap=_ --filter=_ --negotiation-tip=_ -p -P -t -f,--force -a --all --multiple --recurse-submodules? --server-option=_ --write-fetch-head --dry-run:dry -q -v -k -u
          pull | _* | @gitremote --upload-pack=script!escapes -s=_ -X=_ --depth=_ -r? --rebase? --no-verify!skips-hooks -f,--force -n -q -v -t -S? -j=_ --strategy=_
          clone | source write | @gitremote -u,--upload-pack=script!escapes -c,--config=_ -b,--branch=_ -o,--origin=_ --depth=_ --template=read --reference=read --reference-if-able=read --separate-git-dir=write -j=_ --filter=_ --shallow-since=_ --shallow-exclude=_ --server-option=_ --bundle-uri=connect --recurse-submodules? --recursive -q -v -n -l -s --bare --mirror --revision=_
          ls-remote | _* | @gitremote --upload-pack,--exec=script!escapes --server-option,-o=_ --sort=_ -h -t -q
          remote | _* | @gitremote -v -t=_ -m=_ -f
          checkout | _* | @gitcheckout -U,--unified=_ --inter-hunk-context=_ -f,--force!discards-changes -b=_ -B=_ --orphan=_ -t? -l -d,--detach -m,--merge -p -q --conflict=_ --ours!discards-changes --theirs!discards-changes --pathspec-from-file=read!discards-changes --recurse-submodules --ignore-other-worktrees --guess --overlay --no-overlay --ignore-skip-worktree-bits
          switch | _* | -c,--create=_ -C,--force-create=_!deletes-refs -f,--force,--discard-changes!discards-changes -d,--detach -m,--merge --orphan=_ -t? -q --conflict=_ --recurse-submodules --guess
          restore | _* | @gitrestore -s,--source=_ -S,--staged -W,--worktree -p,--patch --pathspec-from-file=read --ours --theirs -m --conflict=_ -q --overlay --recurse-submodules
          reset | _* | --hard!discards-changes --merge!discards-changes --keep!discards-changes --soft --mixed -N -p -q --pathspec-from-file=read --recurse-submodules?
          clean | _* | @gitclean -f,--force -d -x -X -n,--dry-run:dry -i,--interactive -e,--exclude=_ -q
          rm | _* | @gitrm -r -f,--force!forced --cached -n,--dry-run:dry -q --ignore-unmatch --pathspec-from-file=read --sparse
          mv | _* | -f,--force!forced -k -n:dry -v
          stash | _* |
            drop clear | _* | !discards-changes
            push save list show branch create store | _* | -m=_ -p -u -a -k -q -S
            apply pop | _* | --index -q
          branch | _* | @gitbranch -d,--delete -D!deletes-refs -f,--force -m -M -c -C -r -a -u,--set-upstream-to=_ -t? --contains? --merged? --no-merged? --sort=_ --format=_ --points-at=_ -v -q -l,--list? --edit-description --unset-upstream --show-current --color?
          tag | _* | -d,--delete!deletes-refs -a -s -u=_ -m=_ -F=read -f,--force!forced -l? -n? -v --sort=_ --contains? --format=_ --points-at=_ --merged? -e -i --cleanup=_
          update-ref symbolic-ref | _* | -d!deletes-refs --delete!deletes-refs --stdin -m=_ -z -q
          merge | _* | -m=_ -F=read -s,--strategy=_ -X=_ --no-verify!skips-hooks --abort --quit --continue -S? --squash --ff-only --no-ff --no-commit -q -e --into-name=_
          rebase | _* | -x,--exec=script -i -r? -s,--strategy=_ -X=_ --onto=_ --no-verify!skips-hooks --abort --skip --continue --quit -S? -q -f --root --autosquash --autostash -C=_ --empty=_ --edit-todo --keep-base
          cherry-pick revert am | _* | -x -e -n -m=_ -s -S? -X=_ --strategy=_ --abort --continue --skip --quit --no-verify!skips-hooks -3 -C=_ -p=_ --directory=_ --patch-format=_ --exclude=_ --include=_ --empty=_
          apply | read* | --directory=_ -p=_ -C=_ --check:dry --stat:dry --numstat:dry --summary:dry -R -3 --index --cached --exclude=_ --include=_ --build-fake-ancestor=write --whitespace=_ --unsafe-paths -v -q
          bisect | _* |
            run | command |
            start good bad skip reset log replay visualize terms next new old | _* |
          submodule | _* | @gitremote -b=_ --reference=_ --name=_ --depth=_ -j=_ -q -f --init --recursive
            foreach | words | --recursive -q --quiet
            add | connect write | @gitremote -b=_ --name=_ -f --depth=_ --reference=_
            deinit | _* | !discards-changes -f,--force!forced --all
            update init status sync summary set-url set-branch absorbgitdirs | _* | --init --recursive -j=_ --remote --depth=_ --reference=_ -f
          filter-branch | _* | !rewrites-history --env-filter,--tree-filter,--index-filter,--parent-filter,--msg-filter,--commit-filter,--tag-name-filter,--setup=script -d=_ --original=_ --subdirectory-filter=_ -f,--force --state-branch=_ --prune-empty
          filter-repo | _* | !rewrites-history --path=_ --paths-from-file=read --replace-text=read --force!forced --commit-callback,--blob-callback,--filename-callback,--message-callback,--name-callback,--email-callback,--refname-callback,--tag-callback,--reset-callback=code.python!inline-code --mailmap=read -n,--dry-run:dry --analyze:dry
          config | _* | @gitconfig --global --system --local --worktree -f,--file=_ --blob=_ --get=_ --get-all=_ --get-regexp=_ --get-urlmatch=_ --unset=_ --unset-all=_ --add --replace-all --rename-section=_ --remove-section=_ -l,--list -e,--edit --type=_ --bool --int --path -z --default=_ --show-origin --show-scope --name-only --includes --comment=_ --value=_ --fixed-value --get-color=_ --get-colorbool=_
          worktree | _* | @gitworktree -f,--force -b=_ -B=_ -d --detach --lock --reason=_ --expire=_ -n -v --porcelain --track --orphan
          gc prune repack pack-refs maintenance multi-pack-index commit-graph | _* | --prune?_ --expire=_ --aggressive --auto -n,--dry-run:dry -v -q -d -a -f -A --task=_ --schedule=_!schedules
          replace notes bundle update-index sparse-checkout bugreport init-db read-tree checkout-index write-tree commit-tree hash-object mktree unpack-objects index-pack pack-objects unpack-file update-server-info rerere credential-cache mailinfo mailsplit format-patch fmt-merge-msg interpret-trailers lfs flow subtree svn p4 cvsimport fast-export fast-import instaweb gui gitk citool | _* | -o,--output-directory=_ -f,--force -m=_ -F=read -d -w
          archive | _* | -o,--output=write --format=_ --prefix=_ --remote=connect --exec=script!escapes --add-file=read -v -l
          init | write | --template=read --separate-git-dir=write -b,--initial-branch=_ --bare -q --shared? --object-format=_
          credential credential-store credential-osxkeychain credential-manager | _* | @gitcredential --file=edit
          difftool mergetool | _* | -x,--extcmd=script!escapes -t,--tool=_ -y -d -g --no-index -O=_
          send-email imap-send | read* | !messages --to=send --cc=send --bcc=send --from=_ --smtp-server=_!escapes --subject=_ --sendmail-cmd=script!escapes --to-cmd,--cc-cmd=script!escapes --header-cmd=script!escapes --dry-run:dry
          daemon http-backend upload-pack receive-pack shell | _* | !listens --exec=script!escapes
        gh hub | _* | -R,--repo=_ --hostname=_
          auth | _* |
            token | _* | !prints-secrets -h=_ -u=_
            status | _* | -t,--show-token!prints-secrets -h=_
            login logout refresh setup-git switch | _* | -h=_ --with-token -s=_ -p=_ -w -u=_
          api | _* | @ghapi -X,--method=_ -f,--raw-field=_ -F,--field=data --input=read -H=_ -q,--jq=_ -t,--template=_ --paginate --hostname=_ --cache=_ -p=_ -i --slurp --silent
          gist | _* |
            create new | read* | !publishes !uploads -d=_ -f=_ -p,--public -w
            edit | _ read* | !uploads -a,--add=read -d=_ -f=_ -r=_
            delete | _* | !publishes
            list view clone rename | _* |
          repo | _* |
            delete | _* | !destroys-infrastructure --yes!forced --confirm!forced
            create | _* | !publishes --public --private -s,--source=tree --push!pushes --clone -t=_ -d=_ -p=_ -g=_ -l=_ --remote=_ -r=_
            edit archive rename unarchive | _* | --visibility=_!publishes --accept-visibility-change-consequences -d=_ -h=_ --default-branch=_ -y
            deploy-key | _* | !grants-access -t=_ -w
            clone fork sync view list set-default garden gitignore license autolink | _* | --depth=_ -b=_ -s=_ -L=_ --json=_ -q=_ -u=_ --force!rewrites-history
          pr | _* |
            merge | _* | !pushes --admin!skips-hooks -d,--delete-branch!deletes-refs -m -s -r --auto -t=_ -b=_ -F=read
            create new comment edit review close reopen ready | _* | !messages -t,--title=_ -b,--body=_ -F,--body-file=read -B=_ -H=_ -l=_ -a=_ -r=_ -m=_ -p=_ -T=_ --add-label=_ --fill -d -w --dry-run:dry -c --delete-branch!deletes-refs
            list view diff checks status checkout update-branch lock unlock | _* | --json=_ -q=_ -s=_ -L=_ -l=_ -a=_ -S=_ -t=_ -w -c -b=_
          issue | _* |
            create new comment edit close reopen transfer | _* | !messages -t=_ -b=_ -F=read -l=_ -a=_ -m=_ -p=_ -r=_ -c=_ -T=_
            delete | _* | !destroys-infrastructure --yes!forced
            list view status develop pin unpin lock | _* | --json=_ -q=_ -s=_ -L=_ -l=_ -a=_ -S=_
          release | _* |
            create upload edit | _ read* | !publishes -t=_ -n=_ -F=read --target=_ --clobber!forced -d -p --notes=_ --title=_ --draft
            delete delete-asset | _* | !destroys-infrastructure -y!forced --cleanup-tag!deletes-refs
            download view list | _* | -p=_ -D=_ -O=write -A=_ --json=_
          secret variable | _* |
            set | _* | !grants-access -b=_ -f=read -e=_ -o=_ -a=_ -v=_ -r=_
            delete remove | _* | !removes-resource
            list get | _* |
          workflow run | _* |
            run | _* | !spends -f=_ -F=_ -r=_ --json
            delete | _* | !removes-resource
            cancel disable rerun enable | _* |
            list view watch download | _* | --log -n=_ -D=_ -w=_ -L=_ --json=_
          codespace cs | _* |
            ssh | words | !remote -c=_ --config
            create | _* | !spends
            delete | _* | !removes-resource
            cp | _* | !remote -e -r -c=_
            ports | _* | !tunnels
            list stop code logs view edit rebuild jupyter | _* | -c=_
          extension extensions ext | _* |
            install upgrade | _* | !installs !installs-from-address --pin=_ --force
            exec | _ _* | !escapes
            remove | _* | !uninstalls
            list search browse create | _* |
          ssh-key gpg-key | _* |
            add | read | !grants-access -t=_ --type=_
            delete | _* | !grants-access -y
            list | _* |
          alias | _* |
            set | _ script | -s,--shell!escapes --clobber
            import | read |
            list delete | _* |
          config | _* |
            set | _* | -h=_
            get list clear-cache | _* | -h=_
          cache label ruleset project org browse search status attestation completion copilot preview | _* | --json=_ -q=_ -L=_
        glab tea berg | _* | -R,--repo=_
          auth | _* |
            login logout | _* | -t=_ --stdin -h=_
            status | _* | -t,--show-token!prints-secrets
          api | _* | @ghapi -X,--method=_ -f=_ -F,--field=data --input=read -H=_ --paginate
          repo project | _* |
            delete | _* | !destroys-infrastructure -y!forced
            create | _* | !publishes
            clone fork view list search archive mirror transfer contributors | _* |
          snippet | _* |
            create | read* | !publishes !uploads -t=_
          mr issue incident | _* |
            merge accept | _* | !pushes
            delete | _* | !destroys-infrastructure
            create note close reopen update approve | _* | !messages -t=_ -d=_ -m=_ -b=_ -s=_
            list view diff checkout | _* |
          variable | _* |
            set update | _* | !grants-access
            delete | _* | !removes-resource
            get export | _* | !prints-secrets
            list | _* |
          ci pipeline pipe release label user ssh-key token schedule | _* |
            delete | _* | !destroys-infrastructure
            create run trigger | _* | !spends
        hg chg | _* | -R,--repository=_ --cwd=base --config=_ -y -q -v --encoding=_ --debugger!escapes
          push | _* | !pushes -f,--force!rewrites-history -r=_ -b=_ -B=_ --new-branch -e,--ssh=script!escapes --remotecmd=script!escapes
          pull incoming outgoing clone | source* | -r=_ -u -e,--ssh=script!escapes --remotecmd=script!escapes -b=_
          update up checkout co | _* | -C,--clean!discards-changes -c -r=_ -d=_
          revert | _* | !discards-changes -a -r=_ -C -n:dry
          purge clean | _* | !discards-changes --all -p:dry
          strip rollback histedit rebase uncommit amend | _* | !rewrites-history -r=_ -d=_ -s=_ --commands=read
          log status diff annotate cat files heads tip parents branches tags id identify summary grep paths manifest verify root config showconfig help version bookmarks branch tag shelve unshelve add commit ci rename mv copy resolve merge graft backout export import archive bundle init addremove bisect phase | _* | -r=_ -m=_ -u=_ -l=_ -d=_ -o=_ -c=_ --template=_ -X=_ -I=_
          remove rm forget | delete* | -f,--force!forced -A
          serve | _* | !listens -p=_ -d
        svn | _* | --username=_ --password=_ --config-dir=_ --config-option=_!escapes --non-interactive --trust-server-cert!skips-verification -q -r=_ --depth=_ -m=_ -F=read
          checkout co export update up switch sw info log list ls status st diff di cat blame praise annotate propget pg proplist cleanup help relocate resolve merge | source* | --diff-cmd=script!escapes --editor-cmd=script!escapes --diff3-cmd=script!escapes --force -N
          commit ci import | _* | !pushes
          revert | _* | !discards-changes -R
          delete del remove rm | _* | --force!forced
          add mkdir copy cp move mv rename propset ps propdel propedit lock unlock changelist patch | _* |
        svnadmin svnlook svnserve svnsync svndumpfilter cvs bzr brz darcs fossil pijul p4 jj got tig gitui lazygit gitk gitg gitkraken mob git-town gt spr ghstack sapling repo gclient mr git-repo git-secret git-crypt git-annex git-lfs git-flow git-extras gitmoji gitleaks trufflehog detect-secrets git-filter-repo bfg git-sizer git-cliff cz commitizen semantic-release standard-version release-it changeset conventional-changelog release-please diff-so-fancy | _* | -m=_ -r=_ -R=_ -d=_ -f=_
          push git-push | _* | !pushes -f,--force!rewrites-history
          abandon revert restore undo strip obliterate | _* | !discards-changes
          serve server ui | _* | !listens
          publish release | _* | !publishes
        """
}
