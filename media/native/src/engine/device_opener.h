// Opens sound devices, which may take its time, and tries again every two seconds what failed or was unplugged.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "engine/command_queue.h"
#include "engine/thread.h"

namespace hookswitch {

class DeviceOpener {
 public:
  explicit DeviceOpener(CommandQueue& answers) : answers_(answers) {}
  ~DeviceOpener() { stop(); }

  bool start();
  void stop();

  /// By the control thread.
  void open(DeviceSlot* slot);
  /// By the media thread, which lets go of the slot until the answer. False: try again at the next tick.
  bool try_reopen(DeviceSlot* slot);

 private:
  struct Job {
    DeviceSlot* slot;
    bool again;
    bool told;
  };

  void run();
  /// True when it is done with.
  bool attempt(Job& job);

  CommandQueue& answers_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> jobs_;
  bool stopping_ = false;
  Thread thread_;
};

}  // namespace hookswitch
