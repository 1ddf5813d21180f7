// A sound device that one or several paths share. It changes hands between the opener and the media thread through their queues;
// only who has it in hand touches `device`.
#pragma once

#include <memory>
#include <string>

#include "device/device.h"
#include "device/simulated_device.h"

namespace hookswitch {

inline constexpr int kCoreRate = 16000;
inline constexpr int kTickMs = 10;
inline constexpr size_t kTickSamples = kCoreRate / 1000 * kTickMs;

struct DeviceSlot {
  /// Equal for equal choices.
  std::string key;
  std::unique_ptr<AudioDevice> device;
  /// The same, when it is the simulated one.
  SimulatedDevice* simulated = nullptr;

  // The media thread's.
  bool working = false;
  /// Why it does not work; empty while that is not known.
  std::string failure;
  /// Failed, and not yet told or handed to the opener.
  bool must_reopen = false;
};

}  // namespace hookswitch
