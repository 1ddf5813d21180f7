// The ALSA device on the test card (alsa-card/card.cc), whose clock is real and whose files tell what was played when.
#ifdef HOOKSWITCH_ALSA_CARD

#include "device/alsa_device.h"

#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "device/alsa_pcm.h"
#include "real_time.h"
#include "signals.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

std::int64_t now_us() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000 + now.tv_nsec / 1000;
}

std::int64_t now_ms() { return now_us() / 1000; }

void sleep_ms(int ms) {
  const timespec duration{.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1'000'000L};
  nanosleep(&duration, nullptr);
}

/// A folder with the cards' configuration and files. Frame n of `capture` has the value n + 1, so that a sample tells its time.
class Cards {
 public:
  Cards()
      : folder_(std::filesystem::temp_directory_path() / ("hookswitch-card-" + std::to_string(getpid()))),
        epoch_ms_(now_ms()) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::vector<std::int16_t> ramp(32000);
    for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<std::int16_t>(i + 1);
    save("ramp", ramp);
    const auto wave = sine(1000, 48000, 48000, 10000);
    std::vector<std::int16_t> stereo;
    for (const std::int16_t sample : wave) stereo.insert(stereo.end(), {sample, 0});
    save("wave", stereo);
    std::ofstream config(path("asound.conf"));
    config << "</usr/share/alsa/alsa.conf>\n"
           << "pcm_type.hookswitch_card { lib \"" << HOOKSWITCH_ALSA_CARD << "\" }\n"
           << card("handset", "ramp", "handset-out", "") << card("ringer", "", "ringer-out", "")
           << card("studio", "wave", "studio-out", "rate 48000 channels 2")
           << card("odd", "ramp", "odd-out", "rate 12000") << card("fast", "", "fast-out", "percent 105")
           << card("slow", "", "slow-out", "percent 95");
    config.close();
    setenv("ALSA_CONFIG_PATH", path("asound.conf").c_str(), 1);
  }
  ~Cards() {
    snd_config_update_free_global();
    unsetenv("ALSA_CONFIG_PATH");
    std::filesystem::remove_all(folder_);
  }
  Cards(const Cards&) = delete;
  Cards& operator=(const Cards&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void unplug() const { std::ofstream(path("unplugged")) << "x"; }
  void plug_in() const { std::filesystem::remove(path("unplugged")); }
  void stall() const { std::ofstream(path("stalled")) << "x"; }
  void go_on() const { std::filesystem::remove(path("stalled")); }

  std::vector<std::int16_t> played(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    std::vector<char> bytes((std::istreambuf_iterator<char>(file)), {});
    std::vector<std::int16_t> pcm(bytes.size() / 2);
    std::copy_n(bytes.data(), pcm.size() * 2, reinterpret_cast<char*>(pcm.data()));
    return pcm;
  }
  /// Number of the frame that the cards play and capture now.
  std::int64_t frame_now(int rate) const { return (now_us() - epoch_ms_ * 1000) * rate / 1'000'000; }

 private:
  void save(const std::string& name, const std::vector<std::int16_t>& pcm) const {
    std::ofstream(path(name), std::ios::binary)
        .write(reinterpret_cast<const char*>(pcm.data()), static_cast<std::streamsize>(pcm.size() * 2));
  }
  std::string card(const std::string& name, const std::string& in, const std::string& out, const std::string& more) const {
    return "pcm." + name + " { type hookswitch_card capture_file \"" + path(in) + "\" playback_file \"" + path(out) +
           "\" unplug_file \"" + path("unplugged") + "\" stall_file \"" + path("stalled") +
           "\" epoch_ms " + std::to_string(epoch_ms_) + " " + more + " }\n";
  }

  std::filesystem::path folder_;
  std::int64_t epoch_ms_;
};

/// Runs cycles of 10 ms that play what they capture; returns all that was captured.
std::vector<std::int16_t> loop_back(AudioDevice& device, int rate, int cycles) {
  std::vector<std::int16_t> all;
  std::vector<std::int16_t> period(static_cast<std::size_t>(rate) / 100);
  for (int i = 0; i < cycles; ++i) {
    if (!device.wait_period()) {
      CHECK(false);
      std::cerr << device.failure() << "\n";
      break;
    }
    device.read(period);
    device.write(period);
    all.insert(all.end(), period.begin(), period.end());
  }
  return all;
}

/// Steps in a ramp that should rise by one a sample.
int breaks_in(std::span<const std::int16_t> ramp) {
  int breaks = 0;
  for (std::size_t i = 1; i < ramp.size(); ++i) breaks += ramp[i] != ramp[i - 1] + 1 ? 1 : 0;
  return breaks;
}

/// A loaded test machine may be late by more than the lead of a lean stream: such a run proves nothing and is made again.
template <typename Attempt>
bool undisturbed(Attempt attempt) {
  const hookswitch::test::RealTime first;
  for (int i = 0; i < 4; ++i) {
    if (attempt()) return true;
  }
  return false;
}

}  // namespace

TEST("an ALSA card is the clock, and its sound comes back unbroken with a small delay") {
  for (const int rate : {8000, 16000}) {
    CHECK(undisturbed([&] {
      const Cards cards;
      const auto device = make_alsa_device({.playback = "handset", .capture = "handset", .ringer = ""});
      std::string error;
      CHECK(device->open(rate, rate / 100, error));
      const std::int64_t start = now_ms();
      const auto captured = loop_back(*device, rate, 60);
      const std::int64_t elapsed = now_ms() - start;
      if (captured.empty()) return false;
      const std::int64_t behind = cards.frame_now(rate) - (captured.back() - 1);
      // What the echo canceller is told; the period that is being read is not in it.
      const int told_ms = device->latency_ms();
      device->close();
      if (told_ms < 5 || told_ms > 35) return false;
      if (breaks_in(captured) != 0) return false;
      // 60 periods last 600 ms, and the newest sample is younger than a period and a half.
      if (elapsed < 598 || elapsed > 615 || behind < 0 || behind > rate * 15 / 1000) return false;

      // In the file of what was played, the sample that belongs to frame n is found at n + delay.
      const auto played = cards.played("handset-out");
      std::size_t first = 0;
      while (first < played.size() && played[first] == 0) ++first;
      const auto sound = std::span(played).subspan(first);
      if (sound.size() < captured.size() * 8 / 10 || breaks_in(sound) != 0) return false;
      const double delay_ms = 1000.0 * static_cast<double>(first + 1 - static_cast<std::size_t>(sound.front())) / rate;
      return delay_ms >= 19.5 && delay_ms <= 35.0;
    }));
  }
}

TEST("an ALSA card recovers from overrun and underrun and is in time again") {
  const Cards cards;
  const auto device = make_alsa_device({.playback = "handset", .capture = "handset", .ringer = ""});
  std::string error;
  CHECK(device->open(8000, 80, error));
  const auto before = loop_back(*device, 8000, 20);
  CHECK(before.size() == 1600);
  sleep_ms(300);
  const auto after = loop_back(*device, 8000, 40);
  CHECK_EQUAL(after.size(), 3200U);
  if (before.empty() || after.empty()) return;
  // Silence once where samples were lost, then the ramp goes on at the right instant.
  CHECK_NEAR(after.back() - 1, cards.frame_now(8000), 8000 * 25 / 1000);
  CHECK(after.back() - before.back() > 8000 * 3 / 10);
  device->close();
  const auto played = cards.played("handset-out");
  const auto last = std::find_if(played.rbegin(), played.rend(), [](std::int16_t sample) { return sample != 0; });
  CHECK(last != played.rend());
  if (last == played.rend()) return;
  // The delay after the recovery stays small: a period more than before, at most two.
  const auto at = static_cast<int>(played.rend() - last);
  CHECK(at - *last >= 0 && at - *last <= 8000 * 60 / 1000);
}

TEST("an underrun is counted and lengthens the prefill twice at most") {
  const Cards cards;
  AlsaPcm playback(AlsaPcm::Direction::playback);
  std::string error;
  CHECK(playback.open("handset", 8000, 80, error));
  CHECK_EQUAL(playback.prefill_periods(), 2);
  CHECK(playback.start() == AlsaPcm::Outcome::done);
  for (unsigned i = 1; i <= 4; ++i) {
    sleep_ms(80);
    AlsaPcm::Outcome outcome{};
    const long waiting = playback.waiting(outcome);
    CHECK(outcome == AlsaPcm::Outcome::recovered);
    CHECK_EQUAL(playback.xruns(), i);
    CHECK_EQUAL(playback.prefill_periods(), std::min(2 + static_cast<int>(i), 4));
    CHECK(waiting > 0 && waiting <= playback.prefill_periods() * 80);
  }
}

TEST("a card that insists on 48 kHz stereo serves 8 and 16 kHz mono") {
  for (const int rate : {8000, 16000}) {
    CHECK(undisturbed([&] {
      const Cards cards;
      const auto device = make_alsa_device({.playback = "studio", .capture = "studio", .ringer = ""});
      std::string error;
      CHECK(device->open(rate, rate / 100, error));
      const auto captured = loop_back(*device, rate, 50);
      device->close();
      const auto steady = std::span(captured).subspan(captured.size() / 5, captured.size() / 2);
      if (std::abs(decibel(amplitude_at(steady, 1000, rate) / 10000)) > 0.2) return false;
      if (std::abs(decibel(rms(steady) * std::numbers::sqrt2 / 10000)) > 0.2) return false;

      const auto played = cards.played("studio-out");
      std::vector<std::int16_t> left;
      for (std::size_t i = 0; i + 1 < played.size(); i += 2) {
        CHECK_EQUAL(played[i], played[i + 1]);
        left.push_back(played[i]);
      }
      const auto heard = std::span(left).last(std::min<std::size_t>(left.size(), 9600));
      return std::abs(decibel(amplitude_at(heard, 1000, 48000) / 10000)) < 0.2;
    }));
  }
}

TEST("a card that knows no rate of ours is used through ALSA's conversion") {
  CHECK(undisturbed([] {
    const Cards cards;
    const auto device = make_alsa_device({.playback = "odd", .capture = "odd", .ringer = ""});
    std::string error;
    CHECK(device->open(8000, 80, error));
    const std::int64_t start = now_ms();
    const auto captured = loop_back(*device, 8000, 50);
    const std::int64_t elapsed = now_ms() - start;
    if (captured.empty()) return false;
    // Of the ramp at 12 kHz every second and third sample, in the mean.
    const int rise = captured.back() - captured[captured.size() / 2];
    return elapsed > 490 && elapsed < 530 && std::abs(rise - 3000) < 60;
  }));
}

TEST("playback on a card with another clock keeps going with a small delay") {
  for (const auto& [name, percent] : {std::pair{"fast", 105}, {"slow", 95}}) {
    CHECK(undisturbed([name = std::string(name), percent = percent] {
      const Cards cards;
      const auto device = make_alsa_device({.playback = name, .capture = "handset", .ringer = ""});
      std::string error;
      CHECK(device->open(8000, 80, error));
      const auto captured = loop_back(*device, 8000, 150);
      device->close();
      // The capture is the clock and does not suffer.
      if (breaks_in(captured) != 0) return false;
      const auto played = cards.played(name + "-out");
      const auto sounding = std::count_if(played.begin(), played.end(), [](std::int16_t sample) { return sample != 0; });
      const auto last = std::find_if(played.rbegin(), played.rend(), [](std::int16_t sample) { return sample != 0; });
      if (last == played.rend()) return false;
      const double lag_ms = static_cast<double>(played.rend() - last) / 8.0 * 100.0 / percent - *last / 8.0;
      return sounding > 10000 && lag_ms > 0.0 && lag_ms < 65.0;
    }));
  }
}

TEST("without a capture the playback is the clock") {
  CHECK(undisturbed([] {
    const Cards cards;
    const auto device = make_alsa_device({.playback = "handset", .capture = "", .ringer = ""});
    std::string error;
    CHECK(device->open(8000, 80, error));
    std::vector<std::int16_t> period(80);
    std::int16_t number = 0;
    const std::int64_t start = now_ms();
    for (int i = 0; i < 50; ++i) {
      CHECK(device->wait_period());
      device->read(period);
      CHECK_EQUAL(rms(period), 0.0);
      for (std::int16_t& sample : period) sample = ++number;
      device->write(period);
    }
    const std::int64_t elapsed = now_ms() - start;
    device->close();
    // Two periods of prefill less one go out ahead.
    if (elapsed < 480 || elapsed > 510) return false;
    const auto played = cards.played("handset-out");
    std::size_t first = 0;
    while (first < played.size() && played[first] == 0) ++first;
    const auto sound = std::span(played).subspan(first);
    return sound.size() > 3700 && breaks_in(sound) == 0;
  }));
}

TEST("the ringer is mixed into the playback or has a card of its own") {
  for (const bool own : {false, true}) {
    const Cards cards;
    const auto device = make_alsa_device({.playback = "handset", .capture = "handset", .ringer = own ? "ringer" : "handset"});
    std::string error;
    CHECK(device->open(8000, 80, error));
    for (int i = 0; i < 30; ++i) {
      CHECK(device->wait_period());
      device->write(std::vector<std::int16_t>(80, 1000));
      device->write_ringer(std::vector<std::int16_t>(80, 300));
    }
    device->close();
    const auto has = [&](const char* name, std::int16_t value) {
      const auto played = cards.played(name);
      return std::count(played.begin(), played.end(), value) > 1600;
    };
    CHECK_EQUAL(has("handset-out", 1000), own);
    CHECK_EQUAL(has("handset-out", 1300), !own);
    CHECK_EQUAL(has("ringer-out", 300), own);
  }
}

TEST("an unplugged card is a failure with a reason, and opens again when it is back") {
  const Cards cards;
  const auto device = make_alsa_device({.playback = "handset", .capture = "handset", .ringer = ""});
  std::string error;
  CHECK(device->open(8000, 80, error));
  loop_back(*device, 8000, 5);
  cards.unplug();
  bool waited = true;
  for (int i = 0; i < 5 && waited; ++i) waited = device->wait_period();
  CHECK(!waited);
  CHECK(device->failure().find("No such device") != std::string::npos);
  device->close();
  CHECK(!device->open(8000, 80, error));
  CHECK(error.find("No such device") != std::string::npos);
  CHECK(!device->wait_period());
  cards.plug_in();
  CHECK(device->open(8000, 80, error));
  CHECK_EQUAL(loop_back(*device, 8000, 5).size(), 400U);
}

TEST("a card that stands still is a failure with a reason, and opens again when it goes on") {
  for (const char* const capture : {"handset", ""}) {
    const Cards cards;
    const auto device = make_alsa_device({.playback = "handset", .capture = capture, .ringer = ""});
    std::string error;
    CHECK(device->open(8000, 80, error));
    loop_back(*device, 8000, 5);
    cards.stall();
    bool waited = true;
    for (int i = 0; i < 50 && waited; ++i) waited = device->wait_period();
    CHECK(!waited);
    CHECK(device->failure().find("stands still") != std::string::npos);
    device->close();
    cards.go_on();
    CHECK(device->open(8000, 80, error));
    CHECK_EQUAL(loop_back(*device, 8000, 5).size(), 400U);
  }
}

TEST("a card without a clock is refused before it takes the processor") {
  const Cards cards;
  const auto device = make_alsa_device({.playback = "null", .capture = "null", .ringer = ""});
  std::string error;
  CHECK(device->open(8000, 80, error));
  int periods = 0;
  while (periods < 1000 && device->wait_period()) ++periods;
  CHECK(periods < 300);
  CHECK(device->failure().find("clock") != std::string::npos);
}

TEST("a card that is not there is refused with its name") {
  const Cards cards;
  std::string error;
  CHECK(!make_alsa_device({.playback = "nowhere", .capture = "", .ringer = ""})->open(8000, 80, error));
  CHECK(error.find("nowhere") != std::string::npos);
  CHECK(!make_alsa_device({.playback = "", .capture = "", .ringer = ""})->open(8000, 80, error));
  CHECK(!make_alsa_device({.playback = "it's", .capture = "", .ringer = ""})->open(8000, 80, error));
}

#endif
