// Opens sound devices, which may take its time, and tries again every two seconds what failed or was unplugged. It sets the cards'
// mixers too, anew whenever a card is opened.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "engine/command_queue.h"
#include "engine/path_mixers.h"
#include "engine/thread.h"

namespace hookswitch {

class DeviceOpener {
 public:
  explicit DeviceOpener(CommandQueue& answers) : answers_(answers), mixers_(answers) {}
  ~DeviceOpener() { stop(); }

  bool start();
  void stop();

  /// By the control thread.
  void open(DeviceSlot* slot);
  /// By the control thread; the mixers follow.
  void change_mixers(const std::function<void(MixerState&)>& change);
  /// By the media thread, which lets go of the slot until the answer. False: try again at the next tick.
  bool try_reopen(DeviceSlot* slot);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Job {
    DeviceSlot* slot;
    /// The device has failed before, and that was told.
    bool again;
    Time due;
  };

  void run();
  void wait(std::unique_lock<std::mutex>& lock);
  /// False: it wants another attempt.
  bool attempt(const Job& job);
  /// Lets go of the lock meanwhile.
  void set_mixers(std::unique_lock<std::mutex>& lock);

  CommandQueue& answers_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> jobs_;
  MixerState mixer_state_;
  bool mixers_wait_ = false;
  PathMixers mixers_;
  bool stopping_ = false;
  Thread thread_;
};

}  // namespace hookswitch
