// A sound card by ALSA. The capture stream is the clock; without one the playback is.
#pragma once

#include <memory>
#include <string>

#include "device/device.h"

namespace hookswitch {

/// PCM names as `snd_pcm_open` takes them. Empty: there is none. An empty or equal ringer is mixed into `playback`.
struct AlsaNames {
  std::string playback;
  std::string capture;
  std::string ringer;
};

/// nullptr when the core was built without ALSA.
std::unique_ptr<AudioDevice> make_alsa_device(AlsaNames names);

}  // namespace hookswitch
