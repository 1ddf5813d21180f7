// Commands on their way to the media thread, which never waits for the lock: what it cannot have now it has a tick later.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "engine/command.h"

namespace hookswitch {

class CommandQueue {
 public:
  void push(Command command) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(command));
  }

  /// By the media thread; `taken` must be empty. False when another thread is just pushing.
  bool try_take(std::vector<Command>& taken) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock()) return false;
    taken.swap(waiting_);
    return true;
  }

 private:
  std::mutex mutex_;
  std::vector<Command> waiting_;
};

}  // namespace hookswitch
