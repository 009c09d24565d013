// SPDX-License-Identifier: Apache-2.0

/// Programs whose arguments mean more than data can say. The table names them `@find`.
enum Special: String, CaseIterable, Sendable {
    // Starters
    case shell, sudo, su, env, xargs, parallel, find, fd, ssh, remotecopy, rsync, box, sequence, watch, loader, terminal
    case chroot, namespace, container, kubectl, expect, builtin, make, packagescripts, entr, runner

    func interpret(_ call: inout Call) {
        switch self {
        case .shell: call.shell()
        case .sudo: call.sudo()
        case .su: call.su()
        case .env: call.env()
        case .xargs: call.xargs()
        case .parallel: call.parallel()
        case .find: call.find()
        case .fd: call.fd()
        case .ssh: call.ssh()
        case .remotecopy: call.remoteCopy()
        case .rsync: call.rsync()
        case .box: call.box()
        case .sequence: call.sequence()
        case .watch: call.watch()
        case .loader: call.loader()
        case .terminal: call.terminal()
        case .chroot: call.chroot()
        case .namespace: call.namespace()
        case .container: call.container()
        case .kubectl: call.kubectl()
        case .expect: call.expect()
        case .builtin: call.builtin()
        case .make: call.make()
        case .packagescripts: call.packageScripts()
        case .entr: call.entr()
        case .runner: call.runner()
        }
    }
}
