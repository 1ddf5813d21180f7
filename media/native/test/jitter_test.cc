// The jitter buffer against networks that are made up but seeded.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <random>
#include <vector>

#include "codec/codec.h"
#include "jitter/jitter_buffer.h"
#include "test.h"

using namespace hookswitch;

namespace {

constexpr double kToneHz = 400;

/// A talker of 20 ms PCMU packets, a network, and a listener that pulls every 10 ms.
class Line {
 public:
  Line() : decoders_(16000), buffer_(16000), codec_(make_codec("PCMU")) { decoders_.add(0, "PCMU"); }

  /// Sends a packet that takes `delay_ms` (negative: lost).
  void send(double delay_ms) {
    std::vector<int16_t> pcm(160);
    for (int16_t& sample : pcm) sample = static_cast<int16_t>(8000 * std::sin(phase_ += 2 * std::numbers::pi * kToneHz / 8000));
    std::vector<uint8_t> payload(160);
    codec_->encode(pcm, payload);
    if (delay_ms >= 0) under_way_.emplace(sent_us_ + static_cast<int64_t>(delay_ms * 1000), Flying{timestamp_, payload});
    timestamp_ += 160;
    sent_us_ += static_cast<int64_t>(20'000 * (1 + drift_));
  }
  void pause(int packets) {
    timestamp_ += 160 * static_cast<uint32_t>(packets);
    sent_us_ += 20'000 * packets;
  }
  void configure(const DelaySettings& settings) { buffer_.configure(settings); }
  void jump(uint32_t units) { timestamp_ += units; }
  void drift(double ppm) { drift_ = ppm / 1e6; }

  /// Listens until everything that was sent so far has had its time.
  void listen() {
    std::vector<int16_t> out(160);
    while (now_us_ < sent_us_) {
      while (!under_way_.empty() && under_way_.begin()->first <= now_us_) {
        const Flying& packet = under_way_.begin()->second;
        buffer_.insert(packet.timestamp, 0, packet.payload, 8000, now_us_);
        under_way_.erase(under_way_.begin());
      }
      buffer_.pull(decoders_, now_us_, out);
      heard_.insert(heard_.end(), out.begin(), out.end());
      delays_.push_back(buffer_.delay_ms());
      now_us_ += 10'000;
    }
  }
  void talk(int packets, const std::function<double()>& delay_ms) {
    for (int index = 0; index < packets; ++index) {
      send(delay_ms());
      listen();
    }
  }

  const JitterBuffer& buffer() const { return buffer_; }
  double mean_delay(size_t last) const {
    double sum = 0;
    for (size_t index = delays_.size() - last; index < delays_.size(); ++index) sum += delays_[index];
    return sum / static_cast<double>(last);
  }
  /// RMS of the last samples; a sine of 8000 has 5657.
  double level(size_t last) const {
    double sum = 0;
    for (size_t index = heard_.size() - last; index < heard_.size(); ++index) sum += double{heard_[index] * 1.0} * heard_[index];
    return std::sqrt(sum / static_cast<double>(last));
  }
  int64_t concealed() const { return buffer_.statistics().concealed_ms; }

 private:
  struct Flying {
    uint32_t timestamp;
    std::vector<uint8_t> payload;
  };
  DecoderBank decoders_;
  JitterBuffer buffer_;
  std::unique_ptr<Codec> codec_;
  double phase_ = 0;
  double drift_ = 0;
  uint32_t timestamp_ = 0xffff'f000;  // wraps soon
  int64_t sent_us_ = 10'003'000;      // off the tick
  int64_t now_us_ = 10'000'000;
  std::multimap<int64_t, Flying> under_way_;
  std::vector<int16_t> heard_;
  std::vector<int> delays_;
};

std::function<double()> gaussian(double mean, double deviation, double loss = 0) {
  return [=, random = std::mt19937(3)]() mutable {
    std::normal_distribution<double> normal(mean, deviation);
    if (std::uniform_real_distribution<double>()(random) < loss) return -1.0;
    return std::max(1.0, normal(random));
  };
}

}  // namespace

TEST("a clean network is heard whole, with little delay") {
  Line line;
  line.talk(1500, [] { return 20.0; });
  CHECK_EQUAL(line.concealed(), 0);
  CHECK_EQUAL(line.buffer().statistics().late, 0);
  CHECK(line.mean_delay(200) < 40);
  CHECK_NEAR(line.level(16'000), 5657, 100);
}

TEST("lost packets are concealed and cost no delay") {
  Line line;
  line.talk(1500, gaussian(20, 0, 0.05));
  const double concealed = static_cast<double>(line.concealed()) / (1500 * 20) * 100;
  CHECK(concealed > 3 && concealed < 7);
  CHECK(line.mean_delay(500) < 60);
}

TEST("jitter of 15 ms is taken up by delay, not by loss") {
  Line line;
  line.talk(500, gaussian(60, 15));
  const int64_t before = line.concealed();
  line.talk(1500, gaussian(60, 15));
  const double concealed = static_cast<double>(line.concealed() - before) / (1500 * 20) * 100;
  CHECK(concealed < 2);
  CHECK(line.mean_delay(1000) > 40);
  CHECK(line.mean_delay(1000) < 160);
}

TEST("packets that overtake each other are put in order") {
  Line line;
  int index = 0;
  line.talk(1000, [&] { return ++index % 5 == 0 ? 50.0 : 20.0; });
  const int64_t before = line.concealed();
  line.talk(500, [&] { return ++index % 5 == 0 ? 50.0 : 20.0; });
  CHECK(line.concealed() - before <= 100);
}

TEST("a network that turns slower by 60 ms is followed within a second") {
  Line line;
  line.talk(500, [] { return 20.0; });
  line.talk(50, [] { return 80.0; });
  const int64_t before = line.concealed();
  line.talk(500, [] { return 80.0; });
  CHECK(line.concealed() - before <= 40);
}

TEST("a delay that is no longer needed is given up") {
  Line line;
  line.talk(500, gaussian(80, 30));
  CHECK(line.mean_delay(100) > 60);
  line.talk(3000, [] { return 80.0; });
  CHECK(line.mean_delay(100) < 60);
  CHECK(line.buffer().statistics().stretched > 0);
}

TEST("a clock that is 500 ppm off is followed both ways") {
  for (const double ppm : {500.0, -500.0}) {
    Line line;
    line.drift(ppm);
    line.talk(6000, [] { return 20.0; });
    CHECK(line.mean_delay(100) < 70);
    CHECK(line.concealed() < 600);
    CHECK(line.buffer().statistics().resyncs == 0);
  }
}

TEST("silence between talk spurts is no loss") {
  Line line;
  line.talk(100, [] { return 20.0; });
  for (int spurt = 0; spurt < 5; ++spurt) {
    line.pause(100);
    line.talk(50, [] { return 20.0; });
  }
  CHECK(line.concealed() <= 6 * 120);
  CHECK_EQUAL(line.buffer().statistics().late, 0);
  CHECK_NEAR(line.level(8000), 5657, 150);
}

TEST("a jump of the timestamps is a new beginning") {
  for (const uint32_t units : {8000U * 100, 8000U, 0U - 8000U * 100, 0U - 8000U}) {
    Line line;
    line.talk(200, [] { return 20.0; });
    line.jump(units);
    line.talk(200, [] { return 20.0; });
    CHECK_NEAR(line.level(8000), 5657, 150);
    CHECK(line.mean_delay(20) < 100);
  }
}

TEST("duplicates are heard once") {
  JitterBuffer buffer(16000);
  const std::vector<uint8_t> payload(160, 0xff);
  CHECK(buffer.insert(160, 0, payload, 8000, 1000));
  CHECK(!buffer.insert(160, 0, payload, 8000, 1500));
}

TEST("a flood does not grow the buffer") {
  JitterBuffer buffer(16000);
  const std::vector<uint8_t> payload(160, 0xff);
  for (uint32_t index = 0; index < 5000; ++index) buffer.insert(index * 160, 0, payload, 8000, 1000);
  CHECK(buffer.statistics().overflowed + buffer.statistics().resyncs > 0);
}

TEST("the delay stays within what an administrator allows") {
  const auto target_after = [](const DelaySettings& settings, const std::function<double()>& network) {
    Line line;
    line.configure(settings);
    line.talk(500, network);
    const int busy = line.buffer().target_ms();
    line.talk(4000, [] { return 20.0; });
    return std::pair{busy, line.buffer().target_ms()};
  };
  const auto rough = [] { return gaussian(100, 40); };
  CHECK(target_after({}, rough()).first > 80);
  CHECK_EQUAL(target_after({}, rough()).second, 10);
  CHECK_EQUAL(target_after({.maximum_ms = 50}, rough()).first, 50);
  CHECK_EQUAL(target_after({.minimum_ms = 40}, rough()).second, 40);
  // Up only; down only; fixed.
  const auto [grown, kept] = target_after({.may_shrink = false}, rough());
  CHECK(grown > 80 && kept == grown);
  CHECK(target_after({.start_ms = 60, .may_grow = false}, rough()).first <= 60);
  CHECK_EQUAL(target_after({.start_ms = 60, .may_grow = false, .may_shrink = false}, rough()).first, 60);
  // A short memory forgets at once.
  CHECK(target_after({.half_life_packets = 3}, rough()).first < target_after({}, rough()).first);
}

TEST("the delay never passes 300 ms by much") {
  Line line;
  line.talk(2000, gaussian(400, 250));
  CHECK(line.mean_delay(500) < 330);
}

TEST("timestamps that jump for ever overflow nothing") {
  JitterBuffer buffer(16000);
  DecoderBank decoders(16000);
  decoders.add(0, "PCMU");
  const std::vector<uint8_t> payload(160, 0xff);
  std::vector<int16_t> out(160);
  int64_t now_us = 0;
  for (const uint32_t step : {0x7fffffffU, 0x80000000U, 0x80000001U, 20'000U, 0U - 20'000U}) {
    uint32_t timestamp = 0;
    for (int index = 0; index < 5000; ++index, timestamp += step, now_us += 10'000) {
      buffer.insert(timestamp, 0, payload, 8000, now_us);
      buffer.pull(decoders, now_us, out);
    }
  }
  CHECK(buffer.statistics().resyncs > 5000);
}

TEST("nothing of the source before is heard in the next one") {
  JitterBuffer buffer(16000);
  DecoderBank decoders(16000);
  decoders.add(0, "PCMU");
  const std::vector<uint8_t> silence(160, 0xff);
  std::vector<uint8_t> loud(160);
  for (size_t index = 0; index < loud.size(); ++index) loud[index] = index % 20 < 10 ? 0x80 : 0x00;
  std::vector<int16_t> out(160);
  int64_t now_us = 1'000'000;
  const auto talk = [&](uint32_t from, const std::vector<uint8_t>& payload) {
    int peak = 0;
    for (uint32_t index = 0; index < 50; ++index, now_us += 20'000) {
      buffer.insert(from + index * 160, 0, payload, 8000, now_us);
      for (int half = 0; half < 2; ++half) {
        if (!buffer.pull(decoders, now_us + half * 10'000, out)) continue;
        for (const int sample : out) peak = std::max(peak, std::abs(sample));
      }
    }
    return peak;
  };
  CHECK(talk(0, loud) > 20'000);
  buffer.reset();
  decoders.reset();
  // µ-law's zeros.
  CHECK(talk(777'777, silence) < 10);
}
