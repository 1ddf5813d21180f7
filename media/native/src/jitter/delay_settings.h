// What an administrator may say about the jitter buffer: AudioCodes' minimum, maximum and optimisation factor, Linksys' jitter level
// and adjustment.
#pragma once

namespace hookswitch {

struct DelaySettings {
  int minimum_ms = 10;
  int maximum_ms = 300;
  /// Before anything is known of the network.
  int start_ms = 30;
  /// How many packets halve the weight of what was seen: more keep a delay longer after it was needed.
  int half_life_packets = 350;
  bool may_grow = true;
  bool may_shrink = true;
};

}  // namespace hookswitch
