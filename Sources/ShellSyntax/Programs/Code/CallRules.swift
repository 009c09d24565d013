// SPDX-License-Identifier: Apache-2.0

/// What a call in code does with its arguments.
enum CallEffect: String, Sendable, CaseIterable {
    /// The first argument is shell text.
    case shell
    /// The first argument is an argument list, or all of them are.
    case command
    /// The second argument and what follows is an argument list: exec with a path in front.
    case exec
    case delete, deletetree, read, write, edit
    /// The second argument says whether it is read or written.
    case open
    /// From the first to the second.
    case move, copy
    case connect, send, fetch
    case listen
    /// The first argument is code of the same language.
    case eval
    /// What comes in is unpacked, and may run code.
    case unpack
    case chmod, kill
    /// Descriptors are put in place of each other: half of a reverse shell.
    case descriptors
    case socket
    case interactive
    /// The second argument is a file, the first its content or something else.
    case writesecond
    /// Names are looked up by text.
    case lookup
    case link
    /// A library is loaded from a path.
    case load

    var argumentIndex: Int { self == .writesecond ? 1 : 0 }
}

/// The calls of each language. A name without a dot in front of it matches the last part of a longer one, too,
/// where it begins with a dot here.
enum CallRules {
    static func rules(for language: Language) -> [String: CallEffect] {
        switch language {
        case .python: python
        case .perl: perl
        case .ruby: ruby
        case .node: node
        case .php: php
        case .lua: lua
        case .r: r
        default: other
        }
    }

    private static func read(_ text: String) -> [String: CallEffect] {
        var rules: [String: CallEffect] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let first = words.first, let effect = CallEffect(rawValue: String(first)) else { continue }
            for word in words.dropFirst() { rules[String(word)] = effect }
        }
        return rules
    }

    private static let python = read(
        """
        shell os.system os.popen os.popen2 os.popen3 os.popen4 subprocess.getoutput subprocess.getstatusoutput commands.getoutput commands.getstatusoutput asyncio.create_subprocess_shell .create_subprocess_shell popen2.popen2 .getoutput .getstatusoutput pexpect.run pexpect.spawn .system .popen
        command subprocess.run subprocess.call subprocess.Popen subprocess.check_call subprocess.check_output asyncio.create_subprocess_exec .Popen .check_output .check_call pty.spawn sh.Command
        exec os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe os.spawnl os.spawnv os.spawnlp os.spawnvp os.posix_spawn os.posix_spawnp .execl .execv .execvp .execve .execlp
        delete os.remove os.unlink os.rmdir .unlink pathlib.Path.unlink
        deletetree shutil.rmtree os.removedirs .rmtree
        move os.rename os.renames os.replace shutil.move
        copy shutil.copy shutil.copyfile shutil.copy2 shutil.copytree .copyfile .copytree
        link os.symlink os.link
        open open io.open os.open codecs.open gzip.open builtins.open
        write os.truncate os.mkdir os.makedirs os.mkfifo .write_text .write_bytes .touch .mkdir
        read linecache.getlines fileinput.input .read_text .read_bytes
        chmod os.chmod
        kill os.kill os.killpg
        connect socket.create_connection .create_connection .connect .connect_ex urllib.request.urlopen urllib.urlopen urllib2.urlopen .urlopen requests.get requests.head httpx.get .urlretrieve urllib.request.urlretrieve http.client.HTTPConnection http.client.HTTPSConnection ftplib.FTP telnetlib.Telnet smtplib.SMTP paramiko.SSHClient wget.download urllib.request.Request
        send requests.post requests.put requests.patch requests.delete requests.request httpx.post httpx.put .sendto .sendmail socket.sendto
        listen .listen http.server.HTTPServer socketserver.TCPServer HTTPServer
        descriptors os.dup2 .dup2
        socket socket.socket
        eval eval exec compile builtins.eval builtins.exec __builtins__.exec __builtins__.eval execfile runpy.run_path code.interact
        unpack pickle.loads pickle.load cPickle.loads cPickle.load marshal.loads marshal.load yaml.load yaml.unsafe_load yaml.full_load dill.loads dill.load shelve.open jsonpickle.decode torch.load joblib.load pandas.read_pickle pd.read_pickle
        load ctypes.CDLL CDLL ctypes.cdll.LoadLibrary .LoadLibrary ctypes.PyDLL imp.load_dynamic
        lookup __import__ importlib.import_module getattr globals locals vars
        """
    )

    private static let perl = read(
        """
        command system exec
        delete unlink rmdir
        deletetree rmtree remove_tree File::Path::rmtree File::Path::remove_tree
        move rename move File::Copy::move
        copy copy cp File::Copy::copy
        link symlink link
        open open
        write mkdir truncate
        chmod chmod
        kill kill
        connect connect IO::Socket::INET IO::Socket::INET.new LWP::Simple::get getstore LWP::UserAgent.new HTTP::Tiny.new
        socket socket
        load DynaLoader::dl_load_file
        eval eval s///e do
        descriptors dup2
        unpack Storable::thaw thaw
        """
    )

    private static let ruby = read(
        """
        command system exec spawn Kernel.system Kernel.exec Kernel.spawn Process.spawn IO.popen Open3.capture2 Open3.capture2e Open3.capture3 Open3.popen3 Open3.pipeline PTY.spawn
        delete File.delete File.unlink Dir.delete Dir.rmdir Dir.unlink FileUtils.rm FileUtils.rm_f FileUtils.remove FileUtils.remove_file
        deletetree FileUtils.rm_r FileUtils.rm_rf FileUtils.remove_dir FileUtils.remove_entry FileUtils.remove_entry_secure FileUtils.rmtree FileUtils.safe_unlink .rm_rf .rm_r
        move File.rename FileUtils.mv FileUtils.move
        copy FileUtils.cp FileUtils.copy FileUtils.cp_r IO.copy_stream
        link File.symlink File.link FileUtils.ln_s
        open open File.open File.new IO.open Kernel.open URI.open
        write File.write IO.write File.binwrite Dir.mkdir FileUtils.mkdir_p FileUtils.touch File.truncate
        read File.read IO.read File.readlines IO.readlines File.binread File.foreach
        chmod File.chmod FileUtils.chmod
        kill Process.kill
        connect TCPSocket.new TCPSocket.open Net::HTTP.get Net::HTTP.get_response Net::HTTP.start UDPSocket.new Socket.tcp
        send Net::HTTP.post Net::HTTP.post_form
        listen TCPServer.new TCPServer.open WEBrick::HTTPServer.new
        eval eval instance_eval class_eval module_eval Kernel.eval instance_exec binding.eval
        load Fiddle.dlopen DL.dlopen
        unpack Marshal.load YAML.load YAML.unsafe_load Psych.load
        lookup const_get public_send __send__ Kernel.send Object.send send method
        """
    )

    private static let node = read(
        """
        shell child_process.exec child_process.execSync .execSync execSync .shell
        command child_process.spawn child_process.spawnSync child_process.execFile child_process.execFileSync .spawn .spawnSync .execFile .execFileSync spawnSync execFileSync execFile Bun.spawn Bun.spawnSync Deno.Command Deno.run
        delete fs.unlink fs.unlinkSync fs.rmdir fs.promises.unlink .unlinkSync unlinkSync .unlink Deno.removeSync
        deletetree fs.rm fs.rmSync fs.rmdirSync .rmSync rmSync fs.promises.rm fs.promises.rmdir Deno.remove rimraf rimraf.sync .rmdirSync fsExtra.remove .emptyDirSync
        move fs.rename fs.renameSync .renameSync
        copy fs.copyFile fs.copyFileSync fs.cpSync fs.cp .copyFileSync .cpSync
        link fs.symlinkSync fs.symlink
        write fs.writeFile fs.writeFileSync fs.appendFile fs.appendFileSync .writeFileSync .appendFileSync writeFileSync appendFileSync fs.createWriteStream .createWriteStream fs.mkdirSync fs.truncateSync fs.promises.writeFile Deno.writeTextFile Deno.writeTextFileSync Bun.write .writeFile
        read fs.readFile fs.readFileSync .readFileSync readFileSync fs.createReadStream fs.promises.readFile Deno.readTextFile Deno.readTextFileSync Bun.file .readFile
        chmod fs.chmodSync fs.chmod
        kill process.kill
        fetch fetch http.request https.request axios axios.post axios.put got got.post undici.request http.get https.get axios.get node-fetch superagent.post
        connect net.connect net.createConnection tls.connect dgram.createSocket WebSocket .createConnection net.Socket .connect dns.lookup dns.resolve
        listen .listen http.createServer net.createServer Deno.serve Bun.serve
        eval eval Function .constructor vm.runInNewContext vm.runInThisContext vm.runInContext vm.Script .runInThisContext .runInNewContext
        unpack serialize.unserialize v8.deserialize .unserialize
        load process.dlopen Deno.dlopen
        lookup process.binding
        """
    )

    private static let php = read(
        """
        shell system exec shell_exec passthru popen proc_open
        exec pcntl_exec
        delete unlink rmdir
        move rename
        copy copy move_uploaded_file
        link symlink link
        open fopen
        write file_put_contents touch mkdir
        read file_get_contents readfile file highlight_file show_source parse_ini_file include require include_once require_once
        chmod chmod
        kill posix_kill
        connect fsockopen pfsockopen stream_socket_client curl_init socket_connect ftp_connect
        send mail
        listen socket_listen stream_socket_server
        eval eval assert create_function
        unpack unserialize
        load dl FFI::load FFI::cdef
        lookup call_user_func call_user_func_array ReflectionFunction array_map array_walk array_filter usort iterator_apply register_shutdown_function preg_replace_callback forward_static_call
        """
    )

    private static let lua = read(
        """
        shell os.execute io.popen vim.fn.system
        delete os.remove
        move os.rename
        open io.open
        read io.lines dofile loadfile
        connect socket.connect .connect socket.http.request http.request
        eval load loadstring
        load package.loadlib
        listen .bind socket.bind
        """
    )

    private static let r = read(
        """
        shell system shell pipe
        command system2 processx::run sys::exec_wait
        delete file.remove
        deletetree unlink
        move file.rename
        copy file.copy
        write file.create dir.create sink
        read readLines read.csv read.table readRDS source readr::read_csv
        connect download.file url socketConnection httr::GET curl::curl
        send httr::POST
        eval eval
        unpack load
        load dyn.load
        """
    )

    private static let other = read(
        """
        shell system shell shell_exec popen execute run-shell-command call-process-shell-command shell-command os.execute os:cmd System.cmd System.shell os.system io.popen readProcess callCommand runCommand Sys.command Unix.system runtimeExec process.execute system.run GLib.spawn_command_line_sync GLib.spawn_command_line_async java.lang.Runtime.getRuntime .exec open_port
        command exec spawn execv execvp run Process.run Process.start start-process call-process subprocess.run
        delete delete-file file.delete File.delete deleteFile removeFile
        deletetree rm_rf delete-directory
        eval eval
        connect socket.connect URL curl
        """
    )
}
