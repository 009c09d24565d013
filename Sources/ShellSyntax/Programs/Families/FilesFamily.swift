// SPDX-License-Identifier: Apache-2.0

extension Family {
    /// Files and folders: what makes, changes, copies, removes and shows them.
    static let filesText = """
        rm grm | delete* | -f,--force!forced -r,-R,--recursive:recursive -i -I -d,--dir -v --interactive? --one-file-system --no-preserve-root!forced --preserve-root? -P -W -x
        unlink | delete* |
        rmdir | delete* | -p,--parents --ignore-fail-on-non-empty -v
        rimraf del-cli del | deletetree* | !forced -g,--glob? --preserve-root -i
        shred | write* | !shredded @shred -n,--iterations=_ -s,--size=_ --random-source=read -u --remove? -f,--force -z -v -x
        srm wipe sfill | deletetree* | !shredded !forced -r -f -v -z -s -l -q=_
        trash trash-put gio-trash rmtrash trash-cli gtrash | deletetree* | -v -f -F
        trash-empty trash-rm | _* | !forced +delete.~/.local/share/Trash
        mv | read* write$ | %removes -f,--force -t,--target-directory=into -S,--suffix=_ -n,--no-clobber -i -u,--update? -v -b --backup? -T -Z --strip-trailing-slashes --exchange
        cp gcp | read* write$ | -r,-R,--recursive:recursive -a,--archive:recursive -f,--force -t,--target-directory=into -S,--suffix=_ -d -i -l -L -n -p -P -s -u -v -x -T -b --backup? --preserve? --no-preserve=_ --reflink? --sparse=_ --attributes-only --parents --update? -c -X
        ditto | tree* write$ | -c -k -x -z -V --rsrc --norsrc --arch=_ --bom=read
        install ginstall | read* write$ | @install -d,--directory -m,--mode=mode -o,--owner=_!ownership -g,--group=_!ownership -t,--target-directory=into -S,--suffix=_ -D -s -p -v -b -C -c -T --strip-program=script!escapes
        ln | read* write$ | !links -s,--symbolic -f,--force -n -t,--target-directory=into -S,--suffix=_ -r -v -i -b -T -L -P --backup?
        link | read write | !links
        rename prename perl-rename file-rename rename.ul mmv qmv imv zmv krename mved | _ _ edit* | -n,--no-act,--nono:dry -v -f -e=code.perl:skip -o,--no-overwrite -s -i
        touch | write* | -a -c,--no-create -m -d,--date=_ -t=_ -r,--reference=read -h --time=_ -A=_
        msgattrib msgcat msgcmp msgcomm msgconv msgen msgfmt msginit msgmerge msgunfmt msguniq xgettext | read* | -o,--output-file=write -i,--input=read -P,--properties-input -D,--directory=_ -f,--files-from=read -x=read -L=_ -d=_ -p=_ -t=_ -l=_ -k? --from-code=_
        troff groff nroff eqn tbl pic grn soelim zsoelim zathura xmore xpad evince okular xpdf mupdf tic infocmp enscript a2ps cupsfilter zipinfo zipgrep pdfunite pdfseparate | read* | -o,--output=write -m=_ -T=_ -f=_ -I=script!escapes -c=_ -i=_
        mkdir md | write* | -m,--mode=mode -p,--parents -v -Z?
        mkfifo | write* | -m,--mode=mode
        mknod | write _* | -m,--mode=mode
        mktemp tempfile | _* | -p,--tmpdir? -d -u -q -t --suffix=_
        tee | write* | -a,--append -i -p --output-error?
        truncate | write* | !truncates -s,--size=_ -r,--reference=read -c -o --no-create
        fallocate | write* | -l,--length=_ -o,--offset=_ -n -p,--punch-hole -z,--zero-range -d -c -x -i
        chmod | | @chmod %raw
        chattr | | @chmod %raw
        chflags | _ write* | -R:recursive -f -h -v -x
        chown | _ write* | !ownership -R,--recursive:recursive --from=_ --reference=read:skip -f -h -v -c -H -L -P
        chgrp | _ write* | !ownership -R,--recursive:recursive --reference=read:skip -f -h -v -c -H -L -P
        setfacl | write* | !ownership -m,--modify=_ -x,--remove=_ -M,--modify-file=read -X,--remove-file=read --set=_ --set-file=read -b -k -n -d -R,--recursive:recursive --restore=read --test:dry
        getfacl getfattr lsattr getcap namei | _* | -n=_ -m=_ -e=_ -R -d -p
        setfattr xattr | write* | -n=_ -v=_ -x=_ -w=_ -d=_ -l:reads -p=_:reads -r -c --restore=read
        setcap | _ write* | !setuid -r -v:dry -q -n=_
        umask | _* |
        dd gdd dcfldd dc3dd | | @dd %raw
        ls gls dir vdir l ll la exa eza lsd | read* | -I,--ignore=_ --hide=_ -w,--width=_ -T,--tabsize=_ --color? --time-style=_ --sort=_ --time=_ --block-size=_ --format=_ --indicator-style=_ --quoting-style=_ -R,--recursive -L,--level=_
        tree | read* | -L=_ -P=_ -I=_ -o=write --filelimit=_ --charset=_ --sort? --timefmt=_ -H=_ -T=_ --fromfile --gitfile=read --infofile=read
        stat readlink realpath basename dirname pathchk test-path gstat | _* | -c,--format=_ -f -t=_ --printf=_ -s=_ -a -m -z -e -q -n --relative-to=_ --relative-base=_
        file | read* | -f,--files-from=read -m,--magic-file=read -F=_ -P=_ -e=_
        du ncdu dua dust duf gdu duc | _* | -d,--max-depth=_ -B,--block-size=_ -t,--threshold=_ -X,--exclude-from=read --exclude=_ --files0-from=read --time-style=_ --time? -o=write -f=read
        df lsblk findmnt blkid | _* | -t,--type=_ -x,--exclude-type=_ -B,--block-size=_ -o,--output=_ --output?
        pwd | _* |
        cmp diff diff3 sdiff colordiff wdiff dwdiff icdiff vimdiff meld kdiff3 opendiff difft delta | read* | -r,--recursive:recursive -o,--output=write -U,--unified? -C? -W,--width=_ -I=_ -F=_ -x,--exclude=_ -X,--exclude-from=read --label=_ -L=_ -i=_ -n=_ --diff-program=script!escapes --color? --pager=_ --from-file=read --to-file=read -D=_ --tabsize=_
        comm join paste | read* | -1 -2 -3 -t=_ -j=_ -a=_ -e=_ -o=_ -v=_ -d=_ --output-delimiter=_ -s -i -z
        cat gcat tac nl rev zcat gzcat bzcat xzcat lzcat zstdcat lz4cat zless zmore bzless bzmore xzless xzmore bat batcat ccat hexyl mdcat glow lolcat cloc tokei scc wc gwc sum cksum md5 md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum b3sum xxhsum xxh64sum shasum cfv crc32 sha256 sha1 | read* | -b=_~forced -c,--check -w=_ -s=_ -i=_ -v=_ -d=_ -l=_ -h -f -n -A -E -T -t -L -m --files0-from=read -a=_ --language=_ --style=_ --theme=_ -p --line-range=_ --highlight-line=_ --pager=script!escapes -q --tag --ignore-missing --strict --status --zero
        head tail ghead gtail multitail tailf ztail | read* | -n,--lines=_ -c,--bytes=_ -s,--sleep-interval=_ --pid=_ -b=_ -q -v -f,--follow? -F -r -z --retry --max-unchanged-stats=_ -l=script!escapes
        less more most pg lv pspg moar | read* | @vim -p,--pattern=_ -o=write -O=write -k=read -t=_ -T=_ -P=_ -x=_ -y=_ -z=_ -h=_ -j=_ -b=_ -n -N -R -S -F -X -i -I -s -e -E
        sort gsort | read* | -o,--output=write -k,--key=_ -t,--field-separator=_ -S,--buffer-size=_ -T,--temporary-directory=_ --compress-program=script!escapes --files0-from=read --parallel=_ --batch-size=_ --random-source=read --sort=_ -b -d -f -g -i -M -h -n -r -R -V -c,--check? -C -m -s -u -z --debug
        uniq | read write | -f,--skip-fields=_ -s,--skip-chars=_ -w,--check-chars=_ -c -d -D -i -u -z --group?
        cut gcut | read* | -b,--bytes=_ -c,--characters=_ -d,--delimiter=_ -f,--fields=_ --output-delimiter=_ -s -z -n --complement
        tr gtr | _* |
        shuf gshuf | read | -e,--echo:ignores -i,--input-range=_ -n,--head-count=_ -o,--output=write -r,--repeat --random-source=read -z
        fold fmt expand unexpand pr column colrm col ul numfmt look tsort ptx iconv recode uconv par boxes pv | read* | -w,--width=_ -t=_ -s=_ -c=_ -o=_ -n=_ -d=_ -l=_ -h=_ -p=_ -i=_ -f=_ -N=_ -e=_ -g=_ -a=_ -L=_ -B=_ -R=_ -J=_ -T=_ -H=_ -r -o,--output=write --from=_ --to=_ --field=_ --format=_ --padding=_
        dos2unix unix2dos mac2unix | edit* | -n:reads -k -q -o -c=_
        od hd hexdump xxd strings gstrings bvi hexedit objdump readelf nm size ldd otool pahole dwarfdump c++filt addr2line | read* | -A=_ -j=_ -N=_ -S=_ -t=_ -w? -n=_ -s=_ -e=_ -f=_ -c=_ -g=_ -l=_ -o=_ -b=_ -m=_ -M=_ -D -T=_ --start-address=_ --stop-address=_
        strip objcopy patchelf install_name_tool chrpath ranlib elfedit | edit* | -o=write -R=_ -N=_ -K=_ --strip-unneeded -s -d -x -S --set-rpath=_ --set-interpreter=_ --add-needed=_ --replace-needed=_ --print-rpath:reads -id=_ -change=_ -O=_ -I=_ -j=_ -l:reads
        split gsplit | read _ | -b,--bytes=_ -l,--lines=_ -n,--number=_ -a,--suffix-length=_ -C,--line-bytes=_ --filter=script!escapes --additional-suffix=_ -d --numeric-suffixes? -t=_ -e -x -u --verbose
        csplit | read _* | -f,--prefix=_ -b,--suffix-format=_ -n,--digits=_ -k -s -z --suppress-matched
        base64 base32 basenc base58 base64url uudecode uuencode b64decode ascii85 | read | -d,-D,--decode -w,--wrap=_ -i? -o,--output=write -b=_ -m -p
        grep ggrep egrep fgrep rgrep zgrep zegrep zfgrep bzgrep xzgrep zstdgrep ugrep ug pcregrep pcre2grep | _ read* | -e,--regexp=_:skip -f,--file=read:skip -r,--recursive:recursive -R,--dereference-recursive:recursive -m,--max-count=_ -A,--after-context=_ -B,--before-context=_ -C,--context=_ -d,--directories=_ -D,--devices=_ --include=_ --exclude=_ --exclude-dir=_ --exclude-from=read --color? --colour? --label=_ --binary-files=_ -i -v -w -x -c -l -L -o -q -s -n -H -h -E -F -G -P -z -a -b -U -T -I -y --filter=script!escapes --pager=script!escapes --view=script!escapes --format=_ -t=_ -g=_ -O=_
        rg ripgrep rga | _ tree* | -e,--regexp=_:skip -f,--file=read:skip -g,--glob=_ --iglob=_ -t,--type=_ -T,--type-not=_ -A=_ -B=_ -C=_ -m=_ -M=_ -j=_ --max-depth=_ -d=_ --pre=script!escapes --pre-glob=_ --search-zip --hostname-bin=script!escapes --files:skip --type-list:ignores --color=_ --colors=_ --sort=_ --sortr=_ -r,--replace=_ -E,--encoding=_ --ignore-file=read --path-separator=_ --type-add=_ --engine=_ --context-separator=_ -i -v -w -x -c -l -o -q -n -N -H -I -F -P -z -a -s -S -u -U -L -p
        ag ack ack-grep pt sift ast-grep semgrep comby | _ tree* | -A? -B? -C? -m=_ -G=_ -p=_ --ignore=_ --ignore-dir=_ --type=_ --pager=script!escapes --depth=_ -g=_ -f -l -i -w -Q -v -c -o -n -s -S -a -u -z --config=source --lang=_ --pattern=_:skip --rewrite=_ -j=_ -e=_ --match=_:skip --output=script!escapes
        locate mlocate plocate slocate mdfind apropos whatis whereis which where | _* | -d,--database=read -l=_ -n=_ -S=_ -onlyin=_ -name=_ -s=_ -e=_
        updatedb | _* | -o,--output=write -U=_
        man | _* | -P,--pager=script!escapes -H,--html?script!escapes -p,--preprocessor=_ -M,--manpath=_ -S,-s,--sections=_ -m=_ -C,--config-file=read -E=_ -L=_ -r=_ -R=_ -T? -t -k -f -a -w -K -l,--local-file:reads -X? -B=script!escapes
        info tldr cheat help2man texinfo navi eg kb howdoi tealdeer-cli | _* | -f,--file=read -o,--output=write -d=_ -n=_ -p=_ -L=_ -u,--update --render=read
        yes gyes seq gseq sleep gsleep usleep cal ncal uptime whoami id groups uname arch nproc users who w last lastb lastlog logname tty clear reset tput stty locale getconf expr factor fortune figlet toilet banner sl cmatrix neofetch fastfetch screenfetch inxi units dateutils jot rolldice primes pwgen pwqgen uuidgen mcookie lscpu lsmem lspci lsusb lshw hwinfo lsmod lsns lsipc lslocks lslogins lsscsi lstopo free vmstat iostat mpstat sar nmon slabtop numastat tload procinfo acpi sensors uptimed finger pinky getent ipcs getopt gettext ngettext envsubst ascii asciiart starship errno banner-text hostid dircolors sync tabs setterm toe lsfd uuidparse biosdecode upower pmap pstree pgrep pidof pidwait pwdx ps htop btop btm atop glances gotop procs bpytop nvtop nvidia-smi radeontop powertop iotop iftop nethogs bmon nload vnstat speedtest speedtest-cli fast onefetch gitstats cpuid x86info | _* | -f,--file=_ -d,--date=_ -r,--reference=_ -o=_ -p=_ -u=_ -t=_ -n=_ -I? -R -h -a -e -i=_
        tty-share ttyrec | _* | !surveils
        date gdate | _* | -d,--date=_ -f,--file=read -r,--reference=_ -s,--set=_!host-settings -u -R -I? -j -v=_ -n
        dmesg | _* | -C,--clear!erases-traces -c,--read-clear!erases-traces -n=_!host-settings -D!host-settings -E -T -H -w -l=_ -f=_ -F,--file=read
        hostname | _ | @hostname -F,--file=read -b=_ -f -i -I -s -d -A -a -y -n
        mkisofs genisoimage xorriso-cmd xorrisofs mksquashfs cramfs | tree* | -o,-output=write -V=_ -b=_ -c=_ -A=_ -p=_ -r -J -R -l -m=_ -x=_ -comp=_ -e=_ -noappend
        unsquashfs | read _* | -d,-dest=write -f -l
        xorriso | _* | -outdev=write -indev=read -dev=edit -osirrox=_ -extract=_
        cpio gcpio | _* | -i,--extract -o,--create -p,--pass-through -F,-I,--file=read -O=write -D,--directory=base -H,--format=_ -C=_ -M=_ -E=read --to-stdout -d -m -u -v -t -0 -a -A -L -R=_ --rsh-command=script!escapes --no-absolute-filenames
        pax | tree* | -r -w -f=edit -s=_ -o=_ -x=_ -b=_ -d -k -l -n -t -u -v
        ar gar llvm-ar | _ edit read* |
        shar unshar | read* | -d=base
        tar gtar bsdtar star | | @tar %raw
        zip | write tree* | -r,--recurse-paths -j -q -u -d -m:removes -T,--test -TT,--unzip-command=script!escapes -x,--exclude=_ -i,--include=_ -P,--password=_ -e -n=_ -b=_ -t=_ -tt=_ -s=_ -0 -1 -9 -v -l -ll -D -X -y -@ -A -F -FF -o -f
        unzip | read _* | -K!setuid -d=into -x=_ -P=_ -l:dry -t:dry -v:dry -Z:dry -p -c -q -o -n -j -u -f -a -C -L -O=_ -I=_
        7z 7za 7zr 7zz p7zip | _ edit tree* | @sevenzip -o=_ -p? -x? -i? -m? -t? -r -y -w? -si -so -sdel:removes
        rar unrar | _ edit tree* | @sevenzip -p? -x? -o? -y -r -ep -ad
        unar lsar | read _* | -o,-output-directory=into -p=_ -e=_ -f -s -d -D -t -q
        atool aunpack apack als acat arepack patool dtrx ouch unp | read* | -X,--extract-to=write -F=_ -e -x -l -q
        gzip gunzip bzip2 bunzip2 xz unxz lzma unlzma lzop lzip pigz unpigz pbzip2 zstd unzstd lz4 unlz4 compress uncompress brotli zopfli lrzip lrunzip pixz plzip | read* | %removes -k,--keep:keeps -c,--stdout,--to-stdout:keeps -l,--list:keeps -t,--test:keeps -d,--decompress -f,--force -S,--suffix=_ -o,--output=write:keeps -T,--threads=_ -p,--processes=_ -D=read --rm -r,--recursive:recursive -n -N -q -v -1 -2 -3 -4 -5 -6 -7 -8 -9 -e -z -h -M,--memory=_ -F,--format=_ -C,--check=_ --train:keeps
        rpm2cpio rpm2archive deb2targz isoinfo | read* | -i=read -x=_
        patch gpatch | edit read | -i,--input=read -d,--directory=base -o,--output=write -r,--reject-file=write -p,--strip=_ -D=_ -F,--fuzz=_ -B,--prefix=_ -z,--suffix=_ -V=_ -Y=_ -g=_ --dry-run:dry -b -R -N -f -t -s -E -u -c -e!escapes -n -l
        filterdiff interdiff lsdiff splitdiff combinediff | read* |
        quilt stgit | _* |
        exiftool exiv2 jhead | read* | -TagsFromFile=read -o=write -overwrite_original:inplace -all= -if=code.perl!inline-code -r -config=file.perl -delete_original:removes -filename= -d=_ -c=_
        convert magick mogrify identify composite montage compare gm cwebp dwebp ffprobe pdftotext pdfinfo pdftoppm qpdf ocrmypdf tesseract inkscape potrace optipng jpegoptim pngquant svgo sox soxi flac lame oggenc opusenc mpv mplayer vlc cvlc play aplay paplay afplay mediainfo ebook-convert pandoc libreoffice soffice unoconv wkhtmltopdf wkhtmltoimage weasyprint ghostscript ps2pdf pdftk img2pdf feh sxiv eog xdot dot neato fdp circo plantuml mmdc asciidoctor rst2html markdown | source* | -o,--output=write --outdir=write -i=_ --filter,-F=script!escapes --lua-filter=file.lua -f=_ -t=_ -s=_ -r=_ -T=_ -q=_ --convert-to=_ --to=_ --from=_ -l=_ -resize=_ -quality=_ -density=_ -dpi=_
        gs | read* | %dashwords -sOutputFile=write -o=write -c=code.other!inline-code -dNOSAFER!escapes -sDEVICE=_
        ffmpeg | write* | %dashwords -i=source -f=_ -c=_ -vf=_ -af=_ -ss=_ -t=_ -to=_ -r=_ -s=_ -crf=_ -preset=_ -map=_ -codec=_ -vcodec=_ -acodec=_ -ar=_ -ac=_ -pix_fmt=_ -filter_complex=_ -loglevel=_ -hide_banner -y -n -an -vn -sn -threads=_ -vframes=_ -metadata=_ -movflags=_ -framerate=_ -video_size=_ -loop=_ -shortest -copyts -aspect=_ -tune=_ -g=_ -ab=_ -vb=_ -qscale=_ -segment_time=_ -stream_loop=_ -itsoffset=_ -hwaccel=_
        youtube-dl yt-dlp you-get gallery-dl streamlink lux | connect* | !downloads -o,--output=_ -P,--paths=_ -f,--format=_ -a,--batch-file=read --exec=script!escapes --exec-before-download=script!escapes --downloader,--external-downloader=script!escapes --cookies=read --cookies-from-browser=_!prints-secrets --config-location=read --netrc-cmd=script!escapes -F -x --audio-format=_ --audio-quality=_ --playlist-items=_ --playlist-start=_ --playlist-end=_ --sub-lang=_ --proxy=connect -u=_ -p=_ --write-sub --embed-subs -S=_ --match-filter=_ --postprocessor-args=_ --user-agent=_ -r=_ -k -i -q -s:dry -j:dry -g:dry --player,-p=script
        """
}
