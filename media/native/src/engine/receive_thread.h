// The thread that waits on every session's sockets, hands events of the media thread on to the listener, and buries what the
// media thread has let go.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/breather.h"
#include "engine/lift.h"
#include "engine/session.h"
#include "engine/spsc_ring.h"
#include "engine/thread.h"

namespace hookswitch {

class ReceiveThread {
 public:
  /// `wake_listener` is called in this thread when there are events to be fetched.
  explicit ReceiveThread(std::function<void()> wake_listener);
  ~ReceiveThread();

  bool start(int priority, std::string& error);
  void stop();

  /// By the control thread, before the session is known to the media thread. Owns it from now on, also when it is false:
  /// the kernel cannot watch its sockets.
  bool add(Session* session);

  /// By the control thread, for a session that it has not closed: its sockets are new ones of the same numbers.
  bool watch_again(Session* session);

  /// By the media thread: nobody uses the session any more. False: try again later.
  bool retire(Session* session);
  /// By the media thread: events wait.
  void notify();

  /// By the listener's thread.
  Lift& lift() { return lift_; }

 private:
  struct Watch {
    Session* session;
    bool rtcp;
  };

  bool watch(Watch& watch);
  void run(int priority);
  void handle(const epoll_event& ready);
  void bury();

  std::function<void()> wake_listener_;
  int epoll_ = -1;
  int wake_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> events_waiting_{false};
  SpscRing<Session*> retired_{128};
  Lift lift_;
  std::mutex mutex_;
  /// Two watches a session, owned here with it.
  std::unordered_map<Session*, std::array<Watch, 2>> watched_;
  /// Short, because a flood must not make the calls' packets wait.
  Breather breather_{{.busy_us = 20'000, .rest_us = 5'000}};
  Thread thread_;
};

}  // namespace hookswitch
