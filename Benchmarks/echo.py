# idle RSS and CPU per delivery: idle.py PORT PID N
import socket,sys,os,time,select,base64
port,pid,n=int(sys.argv[1]),int(sys.argv[2]),int(sys.argv[3])
import resource; hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
H=b"GET /fan HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\nAccept-Language: en\r\nAccept-Encoding: gzip, deflate\r\nCache-Control: no-cache\r\nOrigin: http://127.0.0.1\r\nCookie: session=0123456789abcdef0123456789abcdef\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
def rss():
    for l in open(f"/proc/{pid}/status"):
        if l.startswith("VmRSS"): return int(l.split()[1])*1024
def cpu():
    f=open(f"/proc/{pid}/stat").read().rsplit(")",1)[1].split(); return (int(f[11])+int(f[12]))/os.sysconf("SC_CLK_TCK")
def opn(i):
    s=socket.socket(); s.bind((f"127.0.0.{1+i%50}",0)); s.connect(("127.0.0.1",port)); s.sendall(H); b=b""
    while not b.endswith(b"\r\n\r\n"): b+=s.recv(4096)
    return s
w=[opn(i) for i in range(20)]
[s.close() for s in w]; time.sleep(.5)
r0=rss(); c0=cpu(); t=time.time(); a=[opn(i) for i in range(n)]; 
print(f"open: {n} in {time.time()-t:.2f} s, {(cpu()-c0)/n*1e6:.0f} us CPU each"); time.sleep(.5)
print(f"idle RSS per connection: {(rss()-r0)/n:.0f} B (base {r0/1e6:.1f} MB)")
[s.close() for s in a[200:]]; a=a[:200]; time.sleep(1)
ep=select.epoll(); m={}
for s in a: s.setblocking(False); ep.register(s,select.EPOLLIN); m[s.fileno()]=s
got=0; sent=0; body=b"x"*128; fr=b"\x81\xfe\x00\x80\0\0\0\0"+body; size=4+128
c0=cpu(); t0=time.time(); total=500
while got<total*200*size:
    if sent<total and time.time()-t0>=sent/100: a[0].sendall(fr); sent+=1
    for fd,_ in ep.poll(0.001): got+=len(m[fd].recv(65536))
print(f"fan-out: {total} messages to 200 in {time.time()-t0:.2f} s, {(cpu()-c0)/(total*200)*1e6:.2f} us CPU per delivery")
