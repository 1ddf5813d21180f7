// Ours and the simple ones.
#include "bench/buffers.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

#include "jitter/jitter_buffer.h"

namespace hookswitch::bench {

namespace {

constexpr int64_t kPacketUs = 20'000;
constexpr int64_t kTickUs = 10'000;

class Ours final : public Buffer {
 public:
  explicit Ours(int64_t origin_us) : origin_us_(origin_us) { decoders_.add(0, "PCMU"); }
  std::string name() const override { return "ours"; }
  void put(const Packet& packet, int64_t now_us) override {
    // The session hands packets over at its tick.
    const int64_t tick_us = (now_us + kTickUs - 1) / kTickUs * kTickUs;
    const auto timestamp = static_cast<uint32_t>(packet.index * 160);
    fastest_us_ = std::min(fastest_us_, tick_us - spoken_us(packet.index));
    buffer_.insert(timestamp, 0, packet.payload, 8000, tick_us);
  }
  Heard pull(int64_t now_us) override {
    const auto concealed = buffer_.statistics().concealed_ms;
    const bool heard = buffer_.pull(decoders_, now_us, out_);
    if (!heard || buffer_.statistics().concealed_ms != concealed) return {};
    return {buffer_.delay_ms() + static_cast<double>(fastest_us_) / 1000};
  }

 private:
  int64_t spoken_us(int64_t index) const { return origin_us_ + index * kPacketUs; }

  int64_t origin_us_;
  int64_t fastest_us_ = INT64_MAX;
  DecoderBank decoders_{16000};
  JitterBuffer buffer_{16000};
  std::array<int16_t, 160> out_{};
};

class Fixed final : public Buffer {
 public:
  explicit Fixed(int64_t origin_us) : origin_us_(origin_us) {}
  std::string name() const override { return "fixed 60"; }
  void put(const Packet& packet, int64_t now_us) override {
    if (delay_us_ < 0) delay_us_ = now_us - (origin_us_ + packet.index * kPacketUs) + 60'000;
    arrived_.emplace(packet.index, now_us);
  }
  Heard pull(int64_t now_us) override {
    const int64_t media_us = now_us - delay_us_ - origin_us_;
    if (delay_us_ < 0 || media_us < 0 || !arrived_.contains(media_us / kPacketUs)) return {};
    return {static_cast<double>(delay_us_) / 1000};
  }

 private:
  int64_t origin_us_;
  int64_t delay_us_ = -1;
  std::map<int64_t, int64_t> arrived_;
};

class BaresipRules final : public Buffer {
 public:
  explicit BaresipRules(int64_t origin_us) : origin_us_(origin_us) {}
  std::string name() const override { return "baresip 100-200"; }
  void put(const Packet& packet, int64_t) override {
    if (newest_ >= 0 && packet.index + static_cast<int64_t>(frames_.size()) < newest_) return;
    if (frames_.size() == kMost) frames_.erase(frames_.begin());
    newest_ = packet.index;
    frames_[packet.index] = true;
    // One out for each in, as soon as there are more than the least; a missing one gives no sound at all.
    if (frames_.size() <= kLeast) return;
    const int64_t index = frames_.begin()->first;
    frames_.erase(frames_.begin());
    for (int64_t half = 0; half < 2; ++half) sound_.push_back(origin_us_ + index * kPacketUs + half * kTickUs);
    while (sound_.size() > kMostTicks) sound_.pop_front();
  }
  Heard pull(int64_t now_us) override {
    filling_ = sound_.size() < (filling_ ? kLeastTicks : 1);
    if (filling_) return {};
    const int64_t spoken_us = sound_.front();
    sound_.pop_front();
    return {static_cast<double>(now_us - spoken_us) / 1000};
  }

 private:
  static constexpr size_t kLeast = 5;
  static constexpr size_t kMost = 10;
  static constexpr size_t kLeastTicks = 2;
  static constexpr size_t kMostTicks = 16;

  int64_t origin_us_;
  int64_t newest_ = -1;
  std::map<int64_t, bool> frames_;
  std::deque<int64_t> sound_;
  bool filling_ = true;
};

}  // namespace

std::unique_ptr<Buffer> our_buffer(int64_t origin_us) { return std::make_unique<Ours>(origin_us); }
std::unique_ptr<Buffer> fixed_buffer(int64_t origin_us) { return std::make_unique<Fixed>(origin_us); }
std::unique_ptr<Buffer> baresip_buffer(int64_t origin_us) { return std::make_unique<BaresipRules>(origin_us); }

}  // namespace hookswitch::bench
