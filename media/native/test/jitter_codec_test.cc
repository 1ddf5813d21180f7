// What the jitter buffer makes of a codec that conceals, pauses and carries redundancy.
#include <algorithm>
#include <memory>
#include <vector>

#include "codec/codec.h"
#include "jitter/jitter_buffer.h"
#include "signals.h"
#include "test.h"

using namespace hookswitch;

namespace {

constexpr int16_t kSpoken = 1000;
constexpr int16_t kConcealed = 2000;
constexpr int16_t kRecovered = 3000;
constexpr int16_t kNoise = 400;

/// 16 kHz; the first byte says what the packet is: 0 a pause, 1 speech, 2 speech with the packet before it.
class Talkative final : public Codec {
 public:
  int clock_rate() const override { return 16000; }
  size_t frame_samples(int packet_ms) const override { return static_cast<size_t>(packet_ms) * 16; }
  size_t encode(std::span<const int16_t>, std::span<uint8_t>) override { return 0; }
  size_t decode(std::span<const uint8_t> payload, std::span<int16_t> pcm) override {
    paused_ = payload.empty() || payload[0] == 0;
    if (paused_) return 0;
    std::fill_n(pcm.begin(), 320, kSpoken);
    return 320;
  }
  bool in_pause() const override { return paused_; }
  bool conceal(std::span<int16_t> pcm) override {
    std::fill(pcm.begin(), pcm.end(), paused_ ? kNoise : kConcealed);
    return true;
  }
  bool decode_redundancy(std::span<const uint8_t> next, std::span<int16_t> pcm) override {
    if (next.empty() || next[0] != 2) return false;
    std::fill(pcm.begin(), pcm.end(), kRecovered);
    return true;
  }

 private:
  bool paused_ = false;
};

const CodecRegistration talkative("TALKATIVE", [](const CodecParameters&) -> std::unique_ptr<Codec> { return std::make_unique<Talkative>(); });

class Listener {
 public:
  Listener() { decoders_.add(96, "TALKATIVE"); }
  /// A packet in its time; negative: nothing comes.
  void packet(int kind) {
    if (kind >= 0) {
      const std::vector<uint8_t> payload = {static_cast<uint8_t>(kind)};
      buffer_.insert(timestamp_, 96, payload, 16000, now_us_);
    }
    timestamp_ += 320;
    for (int half = 0; half < 2; ++half, now_us_ += 10'000) {
      audible_ = buffer_.pull(decoders_, now_us_, out_);
      heard.push_back(out_[80]);
    }
  }
  void packets(int count, int kind) {
    for (int index = 0; index < count; ++index) packet(kind);
  }
  size_t count(int16_t value) const { return static_cast<size_t>(std::count(heard.begin(), heard.end(), value)); }
  bool audible() const { return audible_; }
  const JitterStatistics& statistics() const { return buffer_.statistics(); }
  /// The middle of each tick.
  std::vector<int16_t> heard;

 private:
  DecoderBank decoders_{16000};
  JitterBuffer buffer_{16000};
  std::vector<int16_t> out_ = std::vector<int16_t>(160);
  uint32_t timestamp_ = 0;
  int64_t now_us_ = 1'000'000;
  bool audible_ = false;
};

}  // namespace

TEST("a codec's own concealment is heard, and fades") {
  Listener listener;
  listener.packets(50, 1);
  listener.heard.clear();
  listener.packets(20, -1);
  CHECK(listener.count(kConcealed) >= 1);
  CHECK(std::ranges::any_of(listener.heard, [](int16_t value) { return value > kConcealed / 2 && value < kConcealed; }));
  CHECK_EQUAL(listener.heard.back(), 0);
  CHECK_EQUAL(listener.statistics().concealed_ms, 120);
  CHECK(!listener.audible());
}

TEST("what the next packet carries of the lost one is no concealment") {
  Listener listener;
  listener.packets(100, 2);
  listener.packet(-1);
  listener.packets(50, 2);
  CHECK_EQUAL(listener.statistics().recovered_ms, 20);
  CHECK_EQUAL(listener.count(kRecovered), size_t{2});
  CHECK_EQUAL(listener.statistics().concealed_ms, 0);
}

TEST("a pause that was announced is comfort noise until the next word") {
  Listener listener;
  listener.packets(50, 1);
  listener.packet(0);
  listener.packets(200, -1);
  CHECK(listener.audible());
  CHECK_EQUAL(listener.heard.back(), kNoise);
  CHECK_EQUAL(listener.statistics().concealed_ms, 0);
  CHECK(listener.statistics().comfort_noise_ms >= 3900);
  // The descriptor is said again now and then.
  listener.packet(0);
  listener.packets(50, -1);
  CHECK_EQUAL(listener.heard.back(), kNoise);
  listener.packets(20, 1);
  CHECK_EQUAL(listener.heard.back(), kSpoken);
  CHECK_EQUAL(listener.statistics().late, 0);
  CHECK_EQUAL(listener.statistics().concealed_ms, 0);
}

TEST("RFC 3389: a telephone's noise is heard at its level while no packets come, and speech follows without loss") {
  DecoderBank decoders(16000);
  CHECK(decoders.add(0, "PCMU"));
  CHECK(decoders.add(13, "CN"));
  JitterBuffer buffer(16000);
  const auto voice = make_codec("PCMU");
  const auto spoken = test::sine(400, 8000, 160, 8000);
  std::vector<uint8_t> loud(160);
  voice->encode(spoken, loud);
  const std::vector<uint8_t> descriptor = {50};  // -50 dBov, no spectrum
  uint32_t timestamp = 0;
  int64_t now_us = 1'000'000;
  std::vector<int16_t> out(160);
  std::vector<int16_t> heard;
  const auto pull = [&](int ticks) {
    heard.clear();
    for (int tick = 0; tick < ticks; ++tick, now_us += 10'000) {
      buffer.pull(decoders, now_us, out);
      heard.insert(heard.end(), out.begin(), out.end());
    }
  };
  const auto talk = [&] {
    for (int packet = 0; packet < 50; ++packet, timestamp += 160) {
      buffer.insert(timestamp, 0, loud, 8000, now_us);
      pull(2);
    }
  };
  talk();
  buffer.insert(timestamp, 13, descriptor, 8000, now_us);
  pull(200);
  timestamp += 200 * 80;
  const double level = 20 * std::log10(test::rms(std::span(heard).last(16'000)) / 32'768);
  CHECK_NEAR(level, -50, 3);
  talk();
  CHECK(test::rms(out) > 4000);
  CHECK_EQUAL(buffer.statistics().concealed_ms, 0);
  CHECK_EQUAL(buffer.statistics().late, 0);
  CHECK(buffer.statistics().comfort_noise_ms > 1900);
}
