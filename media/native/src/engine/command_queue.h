// Commands on their way to the media thread, which never waits for the lock: what it cannot have now it has a tick later. What is
// left of them goes back, because freeing memory may wait too: for another thread that allocates and is not running.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "engine/command.h"

namespace hookswitch {

class CommandQueue {
 public:
  void push(Command command) {
    std::vector<Command> spent;
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(command));
    spent.swap(spent_);
  }

  /// By the media thread; gives back what it took before. False: nothing waits, or another thread is just pushing.
  bool try_take(std::vector<Command>& taken) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock() || waiting_.empty()) return false;
    // Empty: something was pushed since the last time.
    spent_.swap(taken);
    taken.swap(waiting_);
    return true;
  }

 private:
  std::mutex mutex_;
  std::vector<Command> waiting_;
  std::vector<Command> spent_;
};

}  // namespace hookswitch
