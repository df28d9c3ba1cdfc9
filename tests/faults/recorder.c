/* Writes down, in order, everything that changes one folder: opens that create, writes, truncations, syncs, unlinks,
 * renames. Preloaded into the recorded program. RECORD_DIR names the folder, RECORD_LOG the log. One record is
 * op (1 byte), path length (4), number (8), data length (4), path, data; little end first.
 * fail_syncs, set from the recorded program, makes that many syncs fail with EIO. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int fail_syncs = 0;
static char *names[4096];
static int out = -2;

static int is_ours(const char *path) {
    const char *folder = getenv("RECORD_DIR");
    size_t n = folder ? strlen(folder) : 0;
    return n && !strncmp(path, folder, n) && (path[n] == '/' || !path[n]);
}

static void record(char op, const char *path, uint64_t number, const void *data, uint32_t size) {
    uint32_t n = strlen(path);
    char *line = malloc(17 + n + size);
    if (out == -2)
        out = syscall(SYS_openat, AT_FDCWD, getenv("RECORD_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    line[0] = op;
    memcpy(line + 1, &n, 4);
    memcpy(line + 5, &number, 8);
    memcpy(line + 13, &size, 4);
    memcpy(line + 17, path, n);
    memcpy(line + 17 + n, data, size);
    if (syscall(SYS_write, out, line, 17 + n + size) != 17 + n + size) abort();
    free(line);
}

static int opened(int fd, const char *path, int flags) {
    if (fd < 0 || fd >= 4096) return fd;
    free(names[fd]);
    names[fd] = is_ours(path) ? strdup(path) : NULL;
    if (names[fd] && flags & (O_CREAT | O_TRUNC)) record('O', path, flags & O_TRUNC ? 1 : 0, "", 0);
    return fd;
}

#define MODE(last) va_list list; va_start(list, last); int mode = flags & O_CREAT ? va_arg(list, int) : 0; va_end(list)
int open(const char *path, int flags, ...) { MODE(flags); return opened(syscall(SYS_openat, AT_FDCWD, path, flags, mode), path, flags); }
int open64(const char *path, int flags, ...) { MODE(flags); return opened(syscall(SYS_openat, AT_FDCWD, path, flags, mode), path, flags); }
int openat(int at, const char *path, int flags, ...) { MODE(flags); return opened(syscall(SYS_openat, at, path, flags, mode), path, flags); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags); return opened(syscall(SYS_openat, at, path, flags, mode), path, flags); }

static const char *name(int fd) { return fd >= 0 && fd < 4096 ? names[fd] : NULL; }

int close(int fd) {
    if (name(fd)) { free(names[fd]); names[fd] = NULL; }
    return syscall(SYS_close, fd);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    ssize_t done = syscall(SYS_pwrite64, fd, data, size, at);
    if (done > 0 && name(fd)) record('W', name(fd), at, data, done);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return pwrite64(fd, data, size, at); }

ssize_t write(int fd, const void *data, size_t size) {
    ssize_t done = syscall(SYS_write, fd, data, size);
    if (done > 0 && name(fd)) record('W', name(fd), lseek(fd, 0, SEEK_CUR) - done, data, done);
    return done;
}

int ftruncate64(int fd, off64_t size) {
    int result = syscall(SYS_ftruncate, fd, size);
    if (!result && name(fd)) record('T', name(fd), size, "", 0);
    return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, long call) {
    if (name(fd) && fail_syncs > 0) {
        fail_syncs--;
        record('F', name(fd), 0, "", 0);
        errno = EIO;
        return -1;
    }
    int result = syscall(call, fd);
    if (!result && name(fd)) record('S', name(fd), 0, "", 0);
    return result;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int unlink(const char *path) {
    int result = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (!result && is_ours(path)) record('U', path, 0, "", 0);
    return result;
}

int rename(const char *from, const char *to) {
    int result = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (!result && is_ours(to)) record('R', from, 0, to, strlen(to));
    return result;
}
