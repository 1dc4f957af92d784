// What the Glibc overlay leaves out. The GNU prototypes are declared again here because the
// overlay is built without _GNU_SOURCE, and defining it would make bind and accept uncallable.
#pragma once
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

extern int accept4(int fd, struct sockaddr *restrict address, socklen_t *restrict length, int flags);
extern int pipe2(int ends[2], int flags);
extern int pthread_setname_np(pthread_t thread, const char *name);
