// What 20 ms of sound cost in each codec, encoded and decoded: a JSON line for each codec that the core has.
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "codec/codec.h"
#include "signals.h"

using namespace hookswitch;

namespace {

struct Subject {
  const char* row;
  const char* name;
  int clock_rate;
  const char* format;
};

constexpr std::array<Subject, 9> subjects{{{"PCMU", "PCMU", 8000, ""},
                                           {"PCMA", "PCMA", 8000, ""},
                                           {"G722", "G722", 8000, ""},
                                           {"G726-32", "G726-32", 8000, ""},
                                           {"G729", "G729", 8000, ""},
                                           {"L16", "L16", 16000, ""},
                                           {"opus", "opus", 48000, ""},
                                           {"opus.fec", "opus", 48000, "useinbandfec=1"},
                                           {"CN", "CN", 8000, ""}}};

/// Of this thread: others on the machine are not counted.
double now_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// The median of many runs of a second of speech each.
double cost_us(Codec& codec) {
  const auto rate = static_cast<std::size_t>(codec.sample_rate());
  const std::size_t frame = rate / 50;
  const auto speech = test::voiced(120, 40, codec.sample_rate(), rate);
  std::array<std::uint8_t, 1400> payload{};
  std::vector<std::int16_t> heard(5760);
  std::vector<double> runs;
  for (int run = 0; run < 21; ++run) {
    const double start = now_us();
    for (std::size_t at = 0; at + frame <= speech.size(); at += frame) {
      if (codec.frame_samples(20) == 0) {
        codec.conceal(std::span(heard).first(frame));
        continue;
      }
      const std::size_t size = codec.encode(std::span(speech).subspan(at, frame), payload);
      codec.decode(std::span(payload).first(size), heard);
    }
    runs.push_back((now_us() - start) / 50);
  }
  std::nth_element(runs.begin(), runs.begin() + 10, runs.end());
  return runs[10];
}

}  // namespace

int main() {
  for (const Subject& subject : subjects) {
    const auto codec =
        make_codec(subject.name, {.channels = 1, .clock_rate = subject.clock_rate, .discontinuous = false, .format = subject.format});
    if (!codec) continue;
    if (codec->frame_samples(20) == 0) {
      std::array<std::int16_t, 160> pcm{};
      codec->decode(std::array<std::uint8_t, 4>{40, 150, 120, 127}, pcm);
    }
    std::printf("{\"codec\": \"%s\", \"us\": %.3f}\n", subject.row, cost_us(*codec));
  }
}
