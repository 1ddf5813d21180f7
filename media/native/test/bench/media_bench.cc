// What each stage of a call's audio costs: microseconds for 20 ms of sound, the median of many runs.
//   ninja -C build/native/x64 media_bench && build/native/x64/media_bench
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "codec/codec.h"
#include "dsp/concealment.h"
#include "dsp/gain.h"
#include "dsp/resampler.h"
#include "dsp/time_stretch.h"
#include "signals.h"
#include "tone/tone_player.h"

using namespace hookswitch;

namespace {

double now_us() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

template <typename Stage>
void measure(const char* name, Stage stage) {
  constexpr int per_run = 100;
  std::vector<double> runs;
  for (int run = 0; run < 51; ++run) {
    const double start = now_us();
    for (int i = 0; i < per_run; ++i) stage();
    runs.push_back((now_us() - start) / per_run);
  }
  std::nth_element(runs.begin(), runs.begin() + 25, runs.end());
  std::printf("%-44s %8.2f us\n", name, runs[25]);
}

void measure_rate(int rate) {
  const auto length = static_cast<std::size_t>(rate) / 50;
  const auto speech = test::voiced(120, 5, rate, length * 50);
  std::size_t at = 0;
  const auto next = [&] {
    at = (at + length) % (speech.size() - 2 * length);
    return std::span(speech).subspan(at, length);
  };
  std::vector<std::int16_t> frame(length);
  std::printf("-- %d Hz\n", rate);

  Concealment concealment(rate);
  measure("concealment, nothing lost", [&] {
    std::ranges::copy(next(), frame.begin());
    concealment.good(frame);
  });
  measure("concealment, every second frame lost (both)", [&] {
    std::ranges::copy(next(), frame.begin());
    concealment.good(frame);
    concealment.lost(frame);
  });

  const TimeStretch stretch(rate);
  std::vector<std::int16_t> longer(length + stretch.max_change());
  measure("time stretching, compress", [&] { stretch.compress(next(), longer); });
  measure("time stretching, expand", [&] { stretch.expand(next(), longer); });

  Gain gain(rate, 5);
  measure("volume", [&] {
    std::ranges::copy(next(), frame.begin());
    gain.apply(frame);
  });
  measure("mixing", [&] { mix_into(frame, next()); });

  ToneScript script;
  script.timing.section_count = 1;
  script.timing.sections[0] = {.first = 0, .count = 1, .duration_ms = 0};
  script.timing.segment_ms[0] = 1000;
  script.segments[0] = {.parts = {{{350, -13}, {440, -13}}}, .part_count = 2};
  TonePlayer tone(rate);
  tone.start(script);
  measure("tone of two sines", [&] { tone.mix_into(frame); });

  for (const int to : {8000, 16000, 48000}) {
    if (to == rate) continue;
    char name[64];
    std::snprintf(name, sizeof name, "resample to %d", to);
    Resampler resampler(rate, to);
    std::vector<std::int16_t> out;
    out.reserve(2000);
    measure(name, [&] {
      out.clear();
      resampler.process(next(), out);
    });
  }
}

}  // namespace

int main() {
  const auto speech = test::voiced(120, 5, 8000, 160);
  std::vector<std::int16_t> pcm(160);
  std::vector<std::uint8_t> payload(160);
  for (const char* name : {"PCMU", "PCMA"}) {
    const auto codec = make_codec(name);
    char label[64];
    std::snprintf(label, sizeof label, "%s, encode and decode", name);
    measure(label, [&] {
      codec->encode(speech, payload);
      codec->decode(payload, pcm);
    });
  }
  for (const int rate : {8000, 16000, 48000}) {
    if (rate != 48000) {
      measure_rate(rate);
      continue;
    }
    const auto loud = test::voiced(120, 5, rate, 960);
    for (const int to : {8000, 16000}) {
      Resampler resampler(rate, to);
      std::vector<std::int16_t> out;
      out.reserve(2000);
      char name[64];
      std::snprintf(name, sizeof name, "resample 48000 to %d", to);
      measure(name, [&] {
        out.clear();
        resampler.process(loud, out);
      });
    }
  }
}
