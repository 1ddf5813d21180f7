// The opener's thread.
#include "engine/device_opener.h"

#include <algorithm>

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
  jobs_.push_back({slot, false, Time()});
  changed_.notify_one();
}

void DeviceOpener::change_mixers(const std::function<void(MixerState&)>& change) {
  const std::lock_guard lock(mutex_);
  change(mixer_state_);
  mixers_wait_ = true;
  changed_.notify_one();
}

void DeviceOpener::set_mixers(std::unique_lock<std::mutex>& lock) {
  mixers_wait_ = false;
  const MixerState wanted = mixer_state_;
  std::array<bool, kPaths> open{};
  for (size_t path = 0; path < kPaths; ++path) {
    const DeviceSlot* slot = wanted.paths[path].slot;
    const auto is_its = [slot](const Job& job) { return job.slot == slot; };
    open[path] = slot != nullptr && std::none_of(jobs_.begin(), jobs_.end(), is_its);
  }
  lock.unlock();
  mixers_.apply(wanted, open);
  lock.lock();
}

bool DeviceOpener::try_reopen(DeviceSlot* slot) {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return false;
  // Not at once: a card that opens and fails again would do so without an end.
  jobs_.push_back({slot, true, std::chrono::steady_clock::now() + kRetry});
  changed_.notify_one();
  return true;
}

bool DeviceOpener::attempt(const Job& job) {
  std::string failure;
  const bool opened = job.slot->device->open(kCoreRate, static_cast<int>(kTickSamples), failure);
  if (opened || !job.again) answers_.push(DeviceOpened{job.slot, failure, job.again});
  return opened;
}

void DeviceOpener::wait(std::unique_lock<std::mutex>& lock) {
  const auto earliest = std::min_element(jobs_.begin(), jobs_.end(), [](const Job& a, const Job& b) { return a.due < b.due; });
  if (earliest == jobs_.end()) {
    changed_.wait(lock);
  } else {
    // A copy: the job may move while the lock is open.
    const Time due = earliest->due;
    changed_.wait_until(lock, due);
  }
}

void DeviceOpener::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (mixers_wait_) {
      set_mixers(lock);
      continue;
    }
    const Time now = std::chrono::steady_clock::now();
    const auto next = std::find_if(jobs_.begin(), jobs_.end(), [now](const Job& job) { return job.due <= now; });
    if (next == jobs_.end()) {
      wait(lock);
      continue;
    }
    Job job = *next;
    jobs_.erase(next);
    lock.unlock();
    const bool done = attempt(job);
    lock.lock();
    if (done) mixers_wait_ = true;
    if (!done) jobs_.push_back({job.slot, true, std::chrono::steady_clock::now() + kRetry});
  }
}

}  // namespace hookswitch
