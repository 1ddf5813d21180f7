// Packet loss concealment.
#include "dsp/concealment.h"

#include <algorithm>

namespace hookswitch {

Concealment::Concealment(int rate) : rate_(rate) {}

void Concealment::good(std::span<std::int16_t>) {}

void Concealment::lost(std::span<std::int16_t> frame) { std::fill(frame.begin(), frame.end(), std::int16_t{0}); }

}  // namespace hookswitch
