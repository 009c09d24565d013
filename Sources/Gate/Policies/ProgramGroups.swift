// SPDX-License-Identifier: Apache-2.0

/// The groups that policies know programs by (`resource in ProgramGroup::"shells"`).
enum ProgramGroups {
    static let members: [(group: String, programs: String)] = [
        ("shells", "sh bash zsh dash ash ksh mksh fish csh tcsh busybox toybox rbash elvish nu pwsh powershell"),
        (
            "interpreters",
            "python python2 python3 pypy pypy3 perl ruby irb node nodejs deno bun php lua luajit tclsh wish expect R Rscript julia ghci runghc groovy scala awk gawk mawk nawk osascript jshell"
        ),
        ("privilege", "sudo su doas pkexec runuser setpriv gosu su-exec run0 dzdo sudoedit"),
        (
            "network",
            "nc ncat netcat socat telnet nmap masscan dig nslookup host ping traceroute tcpdump tshark whois arp ip ss netstat"
        ),
        ("remote", "ssh mosh telnet rsh rlogin autossh sshfs sshpass winrm psexec"),
        ("transfer", "curl wget scp sftp rsync rclone ftp lftp tftp aria2c axel http https xh httpie"),
        (
            "packages",
            "apt apt-get aptitude dpkg dnf yum rpm zypper pacman apk brew snap flatpak pip pip3 pipx uv poetry conda npm npx yarn pnpm bun bunx gem bundle cargo go composer dotnet mvn gradle"
        ),
        ("version-control", "git gh glab hub svn hg fossil jj"),
        (
            "containers",
            "docker podman nerdctl kubectl helm docker-compose buildah skopeo lxc incus ctr crictl k3s minikube kind oc"
        ),
        (
            "clouds",
            "aws gcloud gsutil bq az doctl heroku fly flyctl vercel netlify wrangler terraform tofu pulumi ansible ansible-playbook vagrant serverless sam cdk eksctl linode-cli hcloud oci ibmcloud supabase firebase railway"
        ),
        (
            "databases",
            "psql mysql mariadb sqlite3 mongo mongosh redis-cli pg_dump pg_dumpall pg_restore mysqldump mysqladmin mongodump dropdb createdb influx cqlsh clickhouse-client"
        ),
        ("services", "systemctl service launchctl rc-service initctl supervisorctl pm2 journalctl"),
        (
            "disks",
            "dd mkfs fdisk sfdisk gdisk sgdisk parted wipefs mkswap cryptsetup lvremove vgremove pvremove diskutil hdparm blkdiscard mdadm"
        ),
        (
            "users",
            "useradd userdel usermod adduser deluser addgroup delgroup groupadd groupdel groupmod passwd chpasswd chage gpasswd visudo vipw dscl sysadminctl"
        ),
        ("editors", "vi vim nvim view ed ex nano pico emacs joe micro hx helix"),
        ("readers", "cat head tail less more most bat tac nl xxd hexdump od strings base64 base32 id whoami printenv pg"),
        ("agents", "openclaw clawdbot moltbot claude codex gemini aider cursor-agent goose sondera drawbridge"),
    ]

    /// Groups by program.
    static let groups: [String: [String]] = {
        var table: [String: [String]] = [:]
        for (group, programs) in members {
            for program in programs.split(separator: " ") { table[String(program), default: []].append(group) }
        }
        return table
    }()

    static func groups(of program: String) -> [String] {
        groups[program] ?? (program.hasPrefix("mkfs.") ? ["disks"] : [])
    }
}
