// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Shells and what is built into them.
    static let shellsText = """
        sh bash dash ash ksh mksh lksh pdksh oksh yash zsh rbash rzsh rksh posh csh tcsh fish elvish nu xonsh osh oil | | @shell %raw
        echo print | | %plain
        printf | | %plain
        true false : cd pushd popd dirs times ulimit bg fg jobs wait disown hash type whence rehash shift return break continue exit logout set shopt setopt unsetopt getopts local typeset declare readonly integer float unset unalias bind complete compgen compopt caller let read mapfile readarray help suspend enable autoload zstyle bindkey zmodload emulate bye vared limit unlimit | | %plain @builtin
        export | | %plain @builtin
        alias | | %plain @builtin
        eval | words | %plain @builtin
        exec | command | @builtin -a=_ -c -l
        command | command | @builtin -p -v:ignores -V:ignores
        builtin noglob nocorrect - coproc | command | @builtin %plain
        source . | file.shell | %plain @builtin
        trap | | %plain @builtin
        history | | @builtin -c!erases-traces -d=_!erases-traces -w,-a,-r,-n,-s,-p
        fc | _* | -e=script -s -l -n -r
        test [ [[ | | %plain
        """
}
