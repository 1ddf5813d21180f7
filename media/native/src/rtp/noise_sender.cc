// When a pause is described.
#include "rtp/noise_sender.h"

#include <cmath>
#include <cstdlib>

namespace hookswitch {

namespace {
constexpr int kRepeatMs = 1000;
constexpr int kChangeAfterMs = 200;
constexpr int kChangeDb = 3;
}  // namespace

void NoiseSender::hear(std::span<const int16_t> pcm) { talked_ |= voice_.hear(pcm); }

bool NoiseSender::pause() {
  const bool talked = talked_;
  talked_ = false;
  if (talked) described_ = false;
  return !talked;
}

std::span<const uint8_t> NoiseSender::next(std::span<const int16_t> frame, int packet_ms) {
  NoiseDescription now = describe_noise(frame);
  const auto level = static_cast<float>(now.level_dbov);
  level_db_ = described_ ? level_db_ + (level - level_db_) * 0.2F : level;
  since_ms_ += packet_ms;
  now.level_dbov = static_cast<int>(std::lrintf(level_db_));
  now.payload[0] = static_cast<uint8_t>(-now.level_dbov);
  const bool changed = since_ms_ >= kChangeAfterMs && std::abs(now.level_dbov - sent_.level_dbov) >= kChangeDb;
  if (described_ && !changed && since_ms_ < kRepeatMs) return {};
  described_ = true;
  since_ms_ = 0;
  sent_ = now;
  return sent_.payload;
}

}  // namespace hookswitch
