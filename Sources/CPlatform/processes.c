// SPDX-License-Identifier: Apache-2.0
#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "CPlatformProcesses.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#ifndef __NR_landlock_restrict_self
#define __NR_landlock_restrict_self 446
#endif
#ifndef __NR_close_range
#define __NR_close_range 436
#endif
#endif

// The order is the one in which a child fails.
static const char *const stages[] = {"fork", "setpgid", "descriptors", "chdir", "privileges", "landlock", "exec"};
enum { STAGE_FORK, STAGE_GROUP, STAGE_DESCRIPTORS, STAGE_CHDIR, STAGE_PRIVILEGES, STAGE_LANDLOCK, STAGE_EXEC };

struct failure {
    int stage;
    int code;
};

// Between fork and exec only async-signal-safe functions run (POSIX.1-2024 XSH 2.4.3).
static void run_child(const struct cplatform_child *child, int report, pid_t parent) {
    struct failure failure = {STAGE_GROUP, 0};
    if (setpgid(0, 0) != 0) goto failed;

    failure.stage = STAGE_DESCRIPTORS;
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, 0) < 0 || dup2(child->output, 1) < 0 || dup2(child->output, 2) < 0) goto failed;

    // Signals: default handlers, none blocked.
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);

    failure.stage = STAGE_CHDIR;
    if (chdir(child->folder) != 0) goto failed;

#ifdef __linux__
    failure.stage = STAGE_PRIVILEGES;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) goto failed;
    // The starting thread lives as long as the process, so that this means the process.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) goto failed;
    if (getppid() != parent) _exit(127);
    failure.stage = STAGE_LANDLOCK;
    if (child->ruleset >= 0 && syscall(__NR_landlock_restrict_self, child->ruleset, 0) != 0) goto failed;
#else
    (void)parent;
#endif

    failure.stage = STAGE_DESCRIPTORS;
    if (report != 3) {
        if (dup2(report, 3) < 0) goto failed;
        report = 3;
    }
    if (fcntl(3, F_SETFD, FD_CLOEXEC) != 0) goto failed;
#ifdef __linux__
    if (syscall(__NR_close_range, 4u, ~0u, 0u) != 0)
#endif
    {
        long limit = sysconf(_SC_OPEN_MAX);
        if (limit < 0 || limit > 65536) limit = 65536;
        for (int descriptor = 4; descriptor < limit; descriptor++) close(descriptor);
    }

    failure.stage = STAGE_EXEC;
    execve(child->path, (char *const *)child->arguments, (char *const *)child->environment);

failed:
    failure.code = errno;
    (void)!write(report, &failure, sizeof failure);
    _exit(127);
}

static int spawn_here(const struct cplatform_child *child, pid_t *process, const char **stage) {
    int report[2];
    *stage = stages[STAGE_FORK];
#ifdef __linux__
    if (pipe2(report, O_CLOEXEC) != 0) return errno;
#else
    if (pipe(report) != 0) return errno;
    fcntl(report[0], F_SETFD, FD_CLOEXEC);
    fcntl(report[1], F_SETFD, FD_CLOEXEC);
#endif
    // No handler of ours may run in the child before it has reset them.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) run_child(child, report[1], parent);
    int code = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (pid < 0) {
        close(report[0]);
        return code;
    }
    struct failure failure;
    ssize_t count;
    do {
        count = read(report[0], &failure, sizeof failure);
    } while (count < 0 && errno == EINTR);
    close(report[0]);
    if (count == (ssize_t)sizeof failure) {
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
        *stage = stages[failure.stage];
        return failure.code ? failure.code : ECHILD;
    }
    *process = pid;
    return 0;
}

// PR_SET_PDEATHSIG means the death of the thread that forked. Threads of a pool come and go: one thread that stays
// starts every child.
struct job {
    const struct cplatform_child *child;
    pid_t *process;
    const char **stage;
    int result;
    int is_done;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct job *current;
static int thread_error;

static void *start_children(void *unused) {
    (void)unused;
    pthread_mutex_lock(&mutex);
    for (;;) {
        while (current == NULL || current->is_done) pthread_cond_wait(&changed, &mutex);
        current->result = spawn_here(current->child, current->process, current->stage);
        current->is_done = 1;
        pthread_cond_broadcast(&changed);
    }
    return NULL;
}

static void start_thread(void) {
    pthread_t thread;
    thread_error = pthread_create(&thread, NULL, start_children, NULL);
    if (thread_error == 0) pthread_detach(thread);
}

int cplatform_spawn(const struct cplatform_child *child, pid_t *process, const char **stage) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    *stage = stages[STAGE_FORK];
    pthread_once(&once, start_thread);
    if (thread_error != 0) return thread_error;
    struct job job = {child, process, stage, 0, 0};
    pthread_mutex_lock(&mutex);
    while (current != NULL) pthread_cond_wait(&changed, &mutex);
    current = &job;
    pthread_cond_broadcast(&changed);
    while (!job.is_done) pthread_cond_wait(&changed, &mutex);
    current = NULL;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    return job.result;
}

int cplatform_wait_for_end(pid_t process) {
    siginfo_t info;
    int result;
    do {
        result = waitid(P_PID, (id_t)process, &info, WEXITED | WNOWAIT);
    } while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : errno;
}

int cplatform_reap(pid_t process) {
    int status;
    pid_t result;
    do {
        result = waitpid(process, &status, 0);
    } while (result < 0 && errno == EINTR);
    if (result != process) return -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int cplatform_adopt_orphans(void) {
#ifdef __linux__
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
#else
    errno = ENOSYS;
    return -1;
#endif
}
