// The epoll loop.
#include "engine/receive_thread.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace hookswitch {

ReceiveThread::ReceiveThread(std::function<void()> wake_listener) : wake_listener_(std::move(wake_listener)) {}

ReceiveThread::~ReceiveThread() {
  stop();
  for (auto& [session, watches] : watched_) delete session;
  if (wake_ >= 0) close(wake_);
  if (epoll_ >= 0) close(epoll_);
}

bool ReceiveThread::start(int priority, std::string& error) {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  epoll_event interest{};
  interest.events = EPOLLIN;
  interest.data.ptr = nullptr;
  if (epoll_ < 0 || wake_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &interest) != 0) {
    error = strerror(errno);
    return false;
  }
  if (thread_.start("media-receive", [this, priority] { run(priority); })) return true;
  error = "no thread";
  return false;
}

void ReceiveThread::stop() {
  stopping_.store(true);
  notify();
  thread_.join();
}

bool ReceiveThread::add(Session* session) {
  const std::lock_guard lock(mutex_);
  auto& watches = watched_[session];
  watches = {Watch{session, false}, Watch{session, true}};
  return watch(watches[0]) && watch(watches[1]);
}

bool ReceiveThread::watch_again(Session* session) {
  const std::lock_guard lock(mutex_);
  // The old sockets left the epoll set as they were closed.
  auto& watches = watched_.at(session);
  return watch(watches[0]) && watch(watches[1]);
}

bool ReceiveThread::watch(Watch& watch) {
  epoll_event interest{};
  interest.events = EPOLLIN;
  interest.data.ptr = &watch;
  const SocketPair& sockets = watch.session->port.sockets;
  return epoll_ctl(epoll_, EPOLL_CTL_ADD, watch.rtcp ? sockets.rtcp() : sockets.rtp(), &interest) == 0;
}

bool ReceiveThread::retire(Session* session) {
  Session** slot = retired_.claim();
  if (slot == nullptr) return false;
  *slot = session;
  retired_.commit();
  notify();
  return true;
}

void ReceiveThread::notify() {
  events_waiting_.store(true);
  const uint64_t one = 1;
  // A full counter wakes as well.
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
}

void ReceiveThread::run(int priority) {
  // The media thread has told whether priorities are to be had.
  become_real_time(priority);
  std::array<epoll_event, 32> ready;
  while (!stopping_.load()) {
    int count = 0;
    wait_and_breathe(breather_, ThreadTime::real(),
                     [&] { count = epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), -1); });
    for (int index = 0; index < count; ++index) handle(ready[static_cast<size_t>(index)]);
    // After the batch: it may hold a session that was retired meanwhile.
    bury();
    if (events_waiting_.exchange(false)) wake_listener_();
  }
}

void ReceiveThread::handle(const epoll_event& ready) {
  if (ready.data.ptr == nullptr) {
    uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = read(wake_, &count, sizeof count);
    return;
  }
  const auto* watch = static_cast<const Watch*>(ready.data.ptr);
  if (watch->session->port.receive(watch->rtcp, lift_, watch->session->id())) events_waiting_.store(true);
}

void ReceiveThread::bury() {
  while (Session** slot = retired_.front()) {
    Session* session = *slot;
    retired_.release();
    const std::lock_guard lock(mutex_);
    watched_.erase(session);
    // Closing the sockets takes them out of the epoll set.
    delete session;
  }
}

}  // namespace hookswitch
