// Jitter buffers on five networks, two minutes of each of seven seeds: mean delay (packet and network's fastest way included), what
// was not heard, and the R factor that both leave. One line of JSON for each: jitter_bench [seconds].
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numbers>
#include <vector>

#include "bench/buffers.h"
#include "codec/codec.h"
#include "network_model.h"

using namespace hookswitch;
using namespace hookswitch::bench;

namespace {

constexpr int64_t kOriginUs = 10'003'000;  // off the tick
constexpr int64_t kPacketUs = 20'000;
constexpr int64_t kTickUs = 10'000;
constexpr int kSeeds = 7;
/// Before that a buffer may still be learning.
constexpr int64_t kSettledUs = 2'000'000;

struct Score {
  double delay_ms = 0;
  double heard = 0;
  double missed = 0;
};

std::vector<uint8_t> spoken(int64_t index) {
  static const auto codec = make_codec("PCMU");
  std::vector<int16_t> pcm(160);
  for (size_t i = 0; i < pcm.size(); ++i) {
    const double t = static_cast<double>(index * 160 + static_cast<int64_t>(i)) / 8000;
    pcm[i] = static_cast<int16_t>(8000 * std::sin(2 * std::numbers::pi * 190 * t));
  }
  std::vector<uint8_t> payload(160);
  codec->encode(pcm, payload);
  return payload;
}

void run(Buffer& buffer, const test::Network& network, int64_t packets, Score& score) {
  std::multimap<int64_t, int64_t> under_way;
  int64_t now_us = kOriginUs / kTickUs * kTickUs;
  for (int64_t index = 0; index < packets; ++index) {
    // A packet leaves when its last sample was spoken.
    const int64_t sent_us = kOriginUs + (index + 1) * kPacketUs;
    const double delay_ms = network();
    if (delay_ms >= 0) under_way.emplace(sent_us + static_cast<int64_t>(delay_ms * 1000), index);
    for (; now_us < sent_us; now_us += kTickUs) {
      while (!under_way.empty() && under_way.begin()->first <= now_us) {
        buffer.put({under_way.begin()->second, spoken(under_way.begin()->second)}, under_way.begin()->first);
        under_way.erase(under_way.begin());
      }
      const Heard heard = buffer.pull(now_us);
      if (now_us < kOriginUs + kSettledUs) continue;
      if (heard.age_ms) {
        score.heard += 1;
        score.delay_ms += *heard.age_ms;
      } else {
        score.missed += 1;
      }
    }
  }
}

/// G.107 with the defaults, G.711 with concealment under loss as it comes (Bpl 25.1).
double r_factor(double delay_ms, double missed_percent) {
  const double delay = 0.024 * delay_ms + (delay_ms > 177.3 ? 0.11 * (delay_ms - 177.3) : 0);
  return 93.2 - delay - 95 * missed_percent / (missed_percent + 25.1);
}

}  // namespace

int main(int argc, char** argv) {
  const int64_t packets = (argc > 1 ? std::atoll(argv[1]) : 120) * 50;
  const std::vector<std::pair<const char*, test::Network (*)(unsigned)>> networks = {
      {"clean", [](unsigned) { return test::steady(20); }},
      {"gauss30", [](unsigned seed) { return test::gaussian_network(seed, 0.05, 30); }},
      {"gamma30", [](unsigned seed) { return test::gamma_network(seed, 0.05, 30); }},
      {"wifi", test::wifi_network},
      {"steps60", test::stepping_network},
  };
  for (const auto& [network, make_network] : networks) {
    for (const auto make_buffer : {our_buffer, speex_buffer, baresip_buffer, fixed_buffer}) {
      Score score;
      std::string name;
      for (unsigned seed = 1; seed <= kSeeds; ++seed) {
        const auto buffer = make_buffer(kOriginUs);
        if (!buffer) break;
        name = buffer->name();
        run(*buffer, make_network(seed), packets, score);
      }
      if (name.empty()) continue;
      const double delay_ms = score.delay_ms / std::max(1.0, score.heard);
      const double missed = 100 * score.missed / (score.heard + score.missed);
      std::printf("{\"network\":\"%s\",\"buffer\":\"%s\",\"delayMs\":%.1f,\"missedPercent\":%.2f,\"r\":%.1f}\n", network, name.c_str(),
                  delay_ms, missed, r_factor(delay_ms, missed));
    }
  }
}
