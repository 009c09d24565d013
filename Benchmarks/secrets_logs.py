#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes an access, application and audit log of about 84 MB to the given file: the same bytes each time."""

import random
import sys

SEED = 84
SIZE = 84_000_000
LEVELS = ["INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"]
WORDS = "request handled user session order payment cache miss hit retry timeout queue worker started finished token refreshed key lookup password reset mail sent".split()
PATHS = ["/api/v1/users/%d", "/api/v1/orders/%d/items", "/static/app.%x.js", "/health", "/login", "/search?q=blue+shoes&page=%d", "/img/%d.png"]
AGENTS = ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "curl/8.5.0", "kube-probe/1.29", "python-requests/2.32.3"]


def main() -> None:
    r = random.Random(SEED)
    written = 0
    second = 0
    with open(sys.argv[1], "w") as out:
        while written < SIZE:
            second += r.randint(0, 2)
            stamp = "2026-%02d-%02dT%02d:%02d:%02d.%03dZ" % (second // 2592000 % 12 + 1, second // 86400 % 28 + 1, second // 3600 % 24, second // 60 % 60, second % 60, r.randint(0, 999))
            address = ".".join(str(r.randint(1, 254)) for _ in range(4))
            kind = r.random()
            if kind < 0.5:
                path = r.choice(PATHS)
                if "%" in path:
                    path = path % r.randint(1, 10**6)
                line = '%s - - [%s] "GET %s HTTP/1.1" %d %d "https://shop.example/%s" "%s" %.3f\n' % (address, stamp, path, r.choice([200, 200, 200, 304, 404, 500]), r.randint(100, 90000), r.choice(WORDS), r.choice(AGENTS), r.random())
            elif kind < 0.8:
                line = "%s %s [worker-%d] com.example.shop.%sService - %s id=%d trace=%032x duration_ms=%d\n" % (stamp, r.choice(LEVELS), r.randint(1, 32), r.choice(WORDS).title(), " ".join(r.choice(WORDS) for _ in range(r.randint(3, 9))), r.randint(1, 10**9), r.getrandbits(128), r.randint(1, 4000))
            elif kind < 0.95:
                line = '{"ts":"%s","level":"%s","msg":"%s","request_id":"%08x-%04x-4%03x-a%03x-%012x","user":%d,"host":"web-%d.internal","url":"https://shop.example/%s?utm_source=mail&ref=%x"}\n' % (stamp, r.choice(LEVELS).lower(), " ".join(r.choice(WORDS) for _ in range(6)), r.getrandbits(32), r.getrandbits(16), r.getrandbits(12), r.getrandbits(12), r.getrandbits(48), r.randint(1, 10**6), r.randint(1, 40), r.choice(WORDS), r.getrandbits(64))
            else:
                line = "%s host-%d sshd[%d]: Accepted publickey for deploy from %s port %d ssh2: ED25519 SHA256:%s\n" % (stamp, r.randint(1, 40), r.randint(100, 65000), address, r.randint(1024, 65535), "".join(r.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") for _ in range(43)))
            out.write(line)
            written += len(line)


main()
