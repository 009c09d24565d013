// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Interpreters, editors, compilers and what builds and tests programs.
    static let languagesText = """
        python pypy ipython jython micropython bpython ptpython graalpy py | file.python | @python %posix -c=code.python:skip:stop!inline-code -m=_:skip:stop -W=_ -X=_ -Q=_ -i -u -E -s -S -B -O -I -v -q -x -b -d -R -P -V,--version:quiet --check-hash-based-pycs=_
        perl | file.perl read* | -e,-E=code.perl:skip:quiet!inline-code -i?:inplace -n -p -l -a -w -W -s -S -t -T -U -u -X -c -M? -m? -I=_ -F? -C? -D? -d? -x? -V?:quiet -v:quiet -0
        ruby jruby truffleruby mruby | file.ruby read* | -e=code.ruby:skip:quiet!inline-code -i?:inplace -n -p -l -a -w -s -S -c -r=_ -I=_ -C=base -F? -E=_ -K? -T? -W? -x? -v -y
        irb pry | file.ruby | -r=_ -I=_ -f -e=code.ruby:skip!inline-code
        node nodejs iojs | file.node | @node %posix -e,--eval=code.node:skip:quiet!inline-code -p,-pe,--print=code.node:skip:quiet!inline-code -r,--require=_ --import=_ --loader,--experimental-loader=_ -C,--conditions=_ --env-file=read --inspect?!listens --inspect-brk?!listens --test --watch --input-type=_ --max-old-space-size=_ --title=_ -c,--check -i -v:quiet -h:quiet --run=_:skip
        tsx ts-node esno swc-node babel-node coffee jiti vite-node zx | file.node | %posix -e,--eval=code.node:skip:quiet!inline-code -p=code.node:skip:quiet!inline-code -r=_ -O=_ -P=_ -T -s --import=_ --project=_
        deno | file.node | -v --unstable
          run serve test bench | file.node | %posix --allow-read? --allow-write? --allow-net? --allow-run? --allow-env? -A -c=read --import-map=read --config=read --lock=read
          eval repl | code.node | !inline-code -p -A --allow-all --eval=code.node
          install add i | _* | !installs
          task | _* | @packagescripts
          publish deploy | _* | !publishes
          fmt | edit* | --check:reads
          lint check doc info cache compile bundle | read* | -o=write
        php php-cgi php-fpm hhvm | file.php | %posix -r=code.php:skip:quiet!inline-code -R,-B,-E=code.php:skip:quiet!inline-code -f=file.php:skip -F=file.php:skip -S=_:quiet!listens -t=_ -c=read -d=_ -z=_ -a -l:reads -i:quiet -m:quiet -v:quiet -n -q -s -w
        phar artisan drush wp wp-cli | _* |
          eval | code.php | !inline-code
          eval-file | file.php |
          shell | _* | !opens-shell
          db | _* |
          plugin theme core | _* | !installs
        lua luajit texlua lua5 luau | file.lua | -e=code.lua:skip:quiet!inline-code -l=_ -i -v:quiet -E -W -b
        tclsh wish jimsh | file.tcl | %posix -c=code.tcl:skip:quiet!inline-code
        R r | read* | -e=code.r!inline-code -f=file.r --file=file.r --vanilla --slave --no-save -q --args:stop
        Rscript littler | file.r | %posix -e=code.r:skip:quiet!inline-code --vanilla --default-packages=_
        julia | file.other | %posix -e,--eval,-E,--print=code.other:skip:quiet!inline-code -L=file.other -p=_ -t=_ --project? -q -i -v:quiet
        octave octave-cli matlab scilab sage gp maxima gap magma wolframscript | file.other | %posix --eval,-eval,-r,-batch,-c,-code,-e=code.other:skip:quiet!inline-code --persist -q -nodesktop -nosplash -f=_
        ghci runghc runhaskell guile scheme racket mzscheme sbcl clisp ecl gcl csi gosh newlisp clojure clj bb joker lein planck hy fennel janet elixir iex erl escript gleam groovy groovysh scala scala-cli kotlin kotlinc jshell jrunscript rhino jjs nashorn jsc js d8 qjs v8 quickjs swift ocaml utop fsi dotnet-script raku rakudo red rebol pike picolisp arturo hxeval falcon j jconsole apl bqn dyalog gforth forth slsh squirrel gimp gtester ksshell bpftrace dtrace stap | file.other | -e,-E,--eval,-eval,-r,--run,-c,-b,--batch-eval,-x,-ex,--execute,-code=code.other:skip:quiet!inline-code -l,--load=read -i=_ -m=_ -f=_ --unsafe -o=write -n=_ -s=_ -q -noshell -noinput --init-file=read
        awk gawk mawk nawk original-awk goawk frawk | code.awk read* | @awk -f,--file=file.awk:skip -e,--source=code.awk:skip -F,--field-separator=_ -v,--assign=_ -i,--include=_ -l,--load=_!escapes -o,--pretty-print?write -p,--profile?write -d,--dump-variables?write -D? -E,--exec=file.awk:skip -W=_ -M -n -O -P -r -S,--sandbox -t -b -c -C -g -h -L?
        sed gsed ssed psed | code.sed read* | @sed -e,--expression=code.sed:skip -f,--file=file.sed:skip -i,--in-place?:inplace -l,--line-length=_ -n,--quiet,--silent -E,-r,--regexp-extended -z,--null-data -s,--separate -u,--unbuffered -a --posix --sandbox --debug --follow-symlinks -b
        jq gojq jaq jaqrs yj xq tomlq dasel htmlq pup jello fx gron jless jc dsq csvkit csvcut csvgrep csvsort csvstat csvlook csvjson in2csv mlr miller xsv qsv xan tsv-utils datamash textql octosql visidata vd xmllint xmlstarlet xml xsltproc saxon hxselect tidy sgrep ripgrep-all choose hck teip spyql roapi htmlhint yamllint jsonlint ajv toml-cli | _ read* | --arg=_ --argjson=_ -f,--from-file=read:skip -L=_ --slurpfile=_ --rawfile=_ --args:stop --jsonargs:stop -r -c -n:ignores -s -e -S -R -M -C -a -j --tab --indent=_ -o,--output=write -i -n --xpath=_:skip --stringparam=_ --schema=read --path=_ -d=_ -F=_ -H=_ --encode=_
        yq | _ read* | -i,--inplace,--in-place:inplace -r -y -Y -o,--output-format=_ -p,--input-format=_ -P -n:ignores -e -s,--split-exp=_ -c -N -C -M -j --arg=_ -f,--from-file=read:skip -I=_
        sd | _ _ edit* | -p,--preview:reads -F -s -f=_ -n=_
        m4 | file.other | -D=_ -U=_ -I=_ -s -P -E -G -R=read -F=write -d? -g -Q --include=_
        cpp mcpp gpp envtpl gomplate mustache jinja2 j2 consul-template erb ejs | source* | -D=_ -U=_ -I=_ -o=write -i,--in=_ -f=read -x -T=_ -exec=script!escapes
        dc | read* | -e,--expression=code.vim -f,--file=read -V -h
        bc | read* | -e,--expression=code.vim -f,--file=read -l -q -s -w -i
        gnuplot | file.other | -e=code.other:skip:quiet!inline-code -p -d -c=file.other:skip
        ed ex | read* | @vim -p=_ -s -c=_
        vi vim nvim view gvim rvim rview evim vimdiff2 vimtutor elvis vile neovide | read* | @vim -es,-Es -c=_ --cmd=_ -S=read -s=read -u=read -i=read -w=write -W=write -t=_ -T=_ -q=read -d -b -n -R -M -m -y -e -E -g -f -h -p? -o? -O? -r -L -x -l=file.lua --startuptime=write --listen=_!listens --server=connect --remote-expr=_ --remote-send=_
        emacs xemacs emacsclient mg zile jmacs | read* | @vim %dashwords -eval=code.other!inline-code -e=code.other!inline-code -execute=code.other!inline-code -l=read -load=read -f=_ -funcall=_ -batch -q -Q -nw -script=file.other -c -t -n -a=script -s=_ -u=_
        nano pico rnano micro joe jed ne helix hx kak kakoune mcedit tilde dte cursor windsurf zed subl sublime_text atom mate bbedit gedit kate kwrite mousepad xed pluma leafpad geany idea pycharm webstorm clion goland rubymine phpstorm eclipse emacs-nox acme textedit notepad | read* | -s,--speller=script!escapes -Y=_ -T=_ -r=_ -e=_ -c=_ -i -l -m -w -p -u -n -g -a -d -o=_ --install-extension=_!installs --uninstall-extension=_!uninstalls --list-extensions --goto=_ --diff -E=_ -f=read -N
        code code-insiders codium | read* | -g,--goto -d,--diff -n -r -w,--wait -a --install-extension=_!installs --uninstall-extension=_!uninstalls --list-extensions --user-data-dir=_ --extensions-dir=_ --profile=_ --locale=_
          tunnel | _* | !tunnels --name=_
          serve-web | _* | !listens
        ranger nnn lf vifm yazi fff hunter broot sfm xplr walk clifm tuifi | read* | --cmd=script!escapes -c,--command=script!escapes -e,--exec=script!escapes -p=write -o=_ -s=_ -on -remote=_ --choosefile=write --choosedir=write
        fzf sk peco percol fzy dmenu rofi wofi bemenu smenu | _* | -q=_ -f=_ --preview=script --bind=script!escapes --listen,--listen-unsafe?!listens!escapes -m -e -1 -0 --height=_ --layout=_ --header=_ --prompt=_ -d=_ -n=_ --with-nth=_ --expect=_ -p=_ -l=_ -i -c=script --cmd=script
        gum charm | _* |
          spin | command | --title=_ --spinner=_ --show-output
        gcc g++ cc c++ clang clang++ tcc icc icx gfortran flang gnat gdc ldc2 dmd gccgo cl c89 c99 musl-gcc arm-none-eabi-gcc aarch64-linux-gnu-gcc x86_64-w64-mingw32-gcc nvcc hipcc emcc | read* | %dashwords -o=write -wrapper=script!escapes -x=_ -I=_ -L=_ -D=_ -U=_ -include=read -MF=write -MT=_ -MQ=_ -isystem=_ -std=_ -arch=_ -framework=_ -target=_ -Xlinker=_ -Xpreprocessor=_ -Xassembler=_ -specs=read -B=_ -fplugin=_!escapes -isysroot=_ -T=read -u=_ -z=_ -idirafter=_ -iquote=_
        ld gold lld ld.lld mold as nasm yasm fasm llc opt llvm-link wasm-ld lipo | read* | -o=write -L=_ -l=_ -T=read -f=_ -I=_ -m=_ -plugin=_!escapes
        javac scalac groovyc csc mcs fsc vbc tsc rustc ghc ocamlc ocamlopt nim crystal-build valac fpc swiftc protoc flatc thrift avdl bison yacc flex lex gperf re2c antlr4 ragel swig cython mypyc nuitka pyinstaller gobjdump asn1c rpcgen sass sassc less-css lessc postcss stylus tailwindcss esbuild webpack rollup parcel swc babel terser uglifyjs csso cleancss browserify snowpack turbopack rspack | read* | -o,--output,--out-file=write -d,--out-dir,--outdir,--output-dir=write -I=_ -L=_ -l=_ -cp,-classpath=_ -t=_ -p,--project=read -c,--config=read -wrapper=script!escapes -C=_ -m=_ -e=_ --plugin=_ -r=_ -f=_ -w --watch --init --noEmit:reads
        java javaw | _* | %dashwords %posix -jar=file.other -cp=_ -classpath=_ -javaagent=_ -XX=_ -version -D=_ -m=_ -p=_ --module-path=_ --add-modules=_
        jar | _* | -f,--file=write -C=_ -e=_ -m=read
        jdb jps jstack jmap jstat jcmd jvisualvm javap jdeps javadoc jlink jpackage keytool jarsigner | _* | -d=write -dump=_ -keystore=read -file=read
        cmake | _* | @cmake -S=_ -B=write -G=_ -D=_ -U=_ -P=file.other:skip!escapes -C=read -E=_:stop --build=_ --install=_!installs -t,--target=_ -j=_ --config=_ --preset=_ -T=_ -A=_ --graphviz=write -L -N --toolchain=read -W=_ --open=_ --workflow --log-level=_
        ctest cpack ninja samurai meson bazel bazelisk buck buck2 pants scons waf ant sbt mill xcodebuild xcrun qmake autoconf automake autoreconf aclocal autoheader libtool libtoolize configure premake gn please tup redo kati jam bjam gprbuild nant msbuild fastlane tuist xcodegen ndk-build conan vcpkg xmake spack build2 dub just task go-task invoke inv fab fabric doit thor grunt gulp brunch lerna nx turbo wireit moon earthly dagger act nox tox pre-commit lefthook husky lint-staged overcommit tilt skaffold devspace garden | _* | -f,--file=read -C,--directory=base -j=_ -t=_ -k=_ -n,--dry-run:dry -l,--list:dry -s=_ -p=_ -e=_ -P=_ --eval=script!escapes
          clean | _* |
          run exec | _* |
          install | _* | !installs
          autoupdate uninstall | _* |
        pkg-config pkgconf llvm-config | _* |
        gofmt goimports black isort autopep8 yapf ruff prettier eslint standard stylelint biome rubocop clang-format clang-tidy shfmt rustfmt scalafmt ktlint swiftformat swiftlint phpcbf php-cs-fixer pylint flake8 mypy pyright pytype pyflakes pycodestyle pydocstyle bandit vulture shellcheck hadolint markdownlint markdownlint-cli2 tflint tfsec checkov actionlint golangci-lint staticcheck gosec errcheck cppcheck cpplint splint oclint infer phpstan psalm phpmd phpcs reek brakeman standardrb stylua luacheck selene dprint taplo djlint curlylint proselint vale textlint alex codespell typos misspell cspell aspell ispell hunspell write-good gitlint commitlint xo jshint jscs tslint csslint htmllint sqlfluff sqlfmt buf-lint kubeval kubeconform kube-linter ansible-lint yamlfmt nixfmt alejandra nixpkgs-fmt statix deadnix cmake-format uncrustify astyle indent bcpp gnatpp google-java-format checkstyle pmd spotbugs detekt ktfmt zig-fmt | tree* | -w:inplace -i:inplace --write:inplace --fix:inplace --in-place:inplace -a:inplace --autocorrect:inplace -c,--config=read -d=_ -l=_ --check -r:recursive -o,--output=_ -f=_ -e=_ -s=_ -x=_ --ext=_ --style=_ --select=_ --ignore=_ -p=_ -m=_ -j=_ --rulesdir=_ --resolve-plugins-relative-to=_ --pager=script!escapes
          format check lint fix run | tree* | --fix:inplace --write:inplace -c,--config=read --select=_ --ignore=_ -e=_
        pytest py.test nose2 nosetests unittest jest mocha vitest ava tap jasmine karma cypress playwright testcafe nightwatch webdriverio ginkgo gotestsum phpunit pest codecept behat rspec cucumber minitest bats shunit2 busted coverage nyc c8 lcov gcov gcovr grcov tarpaulin kcov mutmut stryker pitest behave lettuce robot newman dredd schemathesis hypothesis tap-spec allure sonar-scanner codecov coveralls | _* | -c,--config=_ -k=_ -m=_ -n=_ -p=_ -o=_ -t=_ -x -v -q -s -r=_ -f=_ -e=_
          run | _* | --source=_ -m=_
        gdbserver lldb-server cuda-gdb delve dlv pdb ipdb pudb radare2 r2 rizin ghidra cutter ida objection frida frida-trace | _* | !surveils -c=_ -e=_ -l=_
        ctags etags cscope gtags global cflow doxygen sphinx-build mkdocs jsdoc typedoc rustdoc godoc yard rdoc phpdoc hugo jekyll gatsby next nuxt vite astro eleventy hexo zola pelican docusaurus vuepress vitepress mdbook gitbook slidev storybook remix svelte-kit ng nest vue quasar ionic expo react-native cordova capacitor flutter electron tauri django-admin flask uvicorn gunicorn hypercorn daphne waitress-serve streamlit gradio jupyter jupyter-lab jupyter-notebook jupytext nbconvert rails puma unicorn thin rackup sidekiq celery airflow prefect dagster luigi dbt mlflow wandb tensorboard ollama llama-server llama-cli vllm huggingface-cli hf transformers-cli accelerate deepspeed kaggle dvc | _* | -f=_ -c=_ -p=_ -o=_ -b=_ -e=_ --host=_ --port=_ -d=_ -s=_
          deploy publish upload push | _* | !publishes
          runner | code.ruby | !inline-code
          console dbconsole shell dbshell | _* | !opens-shell
          db:drop db:reset db:purge flush reset_db | _* | !destroys-data
          download pull | _* | !downloads
          token login | _* |
        sqlformat latex pdflatex xelatex lualatex tex pdftex luatex latexmk bibtex biber makeindex dvips dvipdf dvipdfmx context typst texi2pdf texi2dvi metafont mpost tectonic | read* | @tex %dashwords -shell-escape -enable-write18 -output-directory=write -o=write -jobname=_ -interaction=_ -halt-on-error -pdf -e=code.perl!inline-code!escapes -r=read -R0!escapes -output-format=_ -pdflatex=script!escapes -latex=script!escapes -xelatex=script!escapes -lualatex=script!escapes -cd -c -C -f -g
        """
}
