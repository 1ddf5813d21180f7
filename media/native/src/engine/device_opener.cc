// The opener's thread.
#include "engine/device_opener.h"

#include <chrono>

namespace hookswitch {

namespace {
constexpr std::chrono::seconds kRetry{2};
}

bool DeviceOpener::start() {
  return thread_.start("media-open", [this] { run(); });
}

void DeviceOpener::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void DeviceOpener::open(DeviceSlot* slot) {
  const std::lock_guard lock(mutex_);
  jobs_.push_back({slot, false, false});
  changed_.notify_one();
}

bool DeviceOpener::try_reopen(DeviceSlot* slot) {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return false;
  jobs_.push_back({slot, true, true});
  changed_.notify_one();
  return true;
}

bool DeviceOpener::attempt(Job& job) {
  std::string failure;
  if (job.slot->device->open(kCoreRate, static_cast<int>(kTickSamples), failure)) {
    answers_.push(DeviceOpened{job.slot, "", job.again});
    return true;
  }
  if (!job.told) answers_.push(DeviceOpened{job.slot, failure, job.again});
  job.told = true;
  job.again = true;
  return false;
}

void DeviceOpener::run() {
  std::vector<Job> mine;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (jobs_.empty() && mine.empty()) {
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    } else if (jobs_.empty()) {
      changed_.wait_for(lock, kRetry, [this] { return stopping_ || !jobs_.empty(); });
    }
    if (stopping_) return;
    mine.insert(mine.end(), jobs_.begin(), jobs_.end());
    jobs_.clear();
    lock.unlock();
    std::erase_if(mine, [this](Job& job) { return attempt(job); });
    lock.lock();
  }
}

}  // namespace hookswitch
