# SPDX-License-Identifier: Apache-2.0
"""What the page's tests stand on: a hub of its own, scripted agents, a server that must never be asked, a browser."""
import http.server
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 20


def wait(condition, what, patience=PATIENCE):
    """Waits for a condition to be true and gives its value; there are no other pauses in these tests."""
    until = time.monotonic() + patience
    last = None
    while time.monotonic() < until:
        try:
            value = condition()
            if value:
                return value
        except Exception as error:  # the page is on its way: stale elements and the like
            last = error
        time.sleep(0.05)
    raise AssertionError(f"waited {patience} s for: {what}" + (f" ({type(last).__name__})" if last else ""))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Hub:
    def __init__(self, binary, folder):
        self.binary, self.folder, self.port = binary, folder, free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = None

    def start(self):
        log = open(os.path.join(self.folder, "hub.log"), "a")
        command = [self.binary, "hub", "serve", "--data", self.folder, "--listen", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stdout=log, stderr=log)

        def listens():
            assert self.process.poll() is None, "the hub ended"
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.5):
                return True

        wait(listens, "the hub to listen")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def sign_in_link(self):
        command = [self.binary, "hub", "sign-in-link", "--data", self.folder]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


class Agent:
    """agent.py as a process; what it prints is in `news`."""

    def __init__(self, hub, label):
        self.news = queue.Queue()
        self.heard = []
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "agent.py"), f"http://127.0.0.1:{hub.port}", label], stdout=subprocess.PIPE, text=True
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.heard.append(json.loads(line))
            self.news.put(self.heard[-1])

    def hear(self, name, patience=PATIENCE):
        until = time.monotonic() + patience
        while True:
            item = self.news.get(timeout=max(0.01, until - time.monotonic()))
            if name in item:
                return item[name]

    def count(self, name):
        return sum(1 for item in self.heard if name in item)

    def stop(self):
        self.process.kill()
        self.process.wait()


class Canary:
    """A server that nothing may ask for anything."""

    def __init__(self):
        hits = self.hits = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hits.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


# Notes every breach of the policy and every error that nobody caught, from the first moment of each page.
WATCH = """
window.__breaches = [];
document.addEventListener('securitypolicyviolation', (e) => window.__breaches.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
addEventListener('error', (e) => window.__breaches.push(`error: ${e.message}`));
addEventListener('unhandledrejection', (e) => window.__breaches.push(`rejection: ${e.reason}`));
"""


class Browser:
    def __init__(self, folder):
        options = Options()
        options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb", f"--user-data-dir={folder}"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        self.breaches = []
        self.console = []
        self.screen(1280, 800)

    def cdp(self, command, **arguments):
        return self.driver.execute_cdp_cmd(command, arguments)

    def screen(self, width, height, scale=1):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=width < 600)
        self.cdp("Emulation.setTouchEmulationEnabled", enabled=width < 600)

    def scheme(self, name):
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def offline(self, is_offline):
        self.cdp("Network.enable")
        self.cdp("Network.emulateNetworkConditions", offline=is_offline, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    def open(self, url):
        self.collect()
        self.driver.get(url)

    def collect(self):
        """Takes down what the watch and the console have noted; a new page would forget it."""
        try:
            self.breaches += self.js("const b = window.__breaches ?? []; window.__breaches = []; return b") or []
            self.console += [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        except Exception:
            pass

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def find(self, selector, text=None, what=None):
        def look():
            for element in self.all(selector):
                if text is None or text in element.text:
                    return element
            return None

        return wait(look, what or f"{selector} {text or ''}")

    def click(self, selector, text=None):
        def press():
            for element in self.all(selector):
                if element.is_displayed() and element.is_enabled() and (text is None or text in element.text):
                    self.js("arguments[0].scrollIntoView({block: 'center'})", element)
                    element.click()
                    return True
            return False

        wait(press, f"to click {selector} {text or ''}")

    def texts(self, selector):
        return self.js("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector)

    def gone(self, selector):
        wait(lambda: not self.all(selector), f"{selector} to go away")

    def keys(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains

        chain = ActionChains(self.driver)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    def say(self, text):
        box = self.find("#message")
        box.send_keys(text + Keys.ENTER)

    def shot(self, name, beyond=None):
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            os.makedirs(folder, exist_ok=True)
            self.driver.save_screenshot(os.path.join(folder, f"{name}.png"))
