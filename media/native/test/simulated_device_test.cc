// The simulated card: its counter is time, and what goes in and out is exact.
#include "device/simulated_device.h"

#include <time.h>

#include <atomic>
#include <thread>
#include <vector>

#include "signals.h"
#include "real_time.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr int period = 160;  // 10 ms at 16 kHz

double now_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void sleep_ms(int ms) {
  const timespec duration{.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1'000'000L};
  nanosleep(&duration, nullptr);
}

std::vector<std::int16_t> period_of(std::int16_t value) { return std::vector<std::int16_t>(period, value); }

std::vector<std::int16_t> heard(const SimulatedDevice& device, Place place, std::uint64_t from, std::size_t count) {
  std::vector<std::int16_t> out(count, 77);
  CHECK_EQUAL(device.read(place, from, out), count);
  return out;
}

struct Opened {
  SimulatedDevice device{16000};
  Opened() {
    std::string error;
    CHECK(device.open(16000, period, error));
  }
  std::vector<std::int16_t> capture() {
    CHECK(device.wait_period());
    std::vector<std::int16_t> pcm(period);
    device.read(std::span(pcm));
    return pcm;
  }
};

}  // namespace

TEST("the simulated device ticks with the clock and makes up for delays") {
  const hookswitch::test::RealTime first;
  Opened opened;
  const double start = now_ms();
  for (int i = 0; i < 10; ++i) CHECK(opened.device.wait_period());
  sleep_ms(55);
  for (int i = 0; i < 10; ++i) CHECK(opened.device.wait_period());
  // 20 periods whatever happened between them; a loaded machine may be late but never early.
  const double elapsed = now_ms() - start;
  CHECK(elapsed > 199.0);
  CHECK(elapsed < 260.0);
  CHECK_EQUAL(opened.device.position(Place::earpiece), 19U * period);
  CHECK_EQUAL(opened.device.position(Place::speaker), 19U * period);
}

TEST("what was written is found at its sample numbers, silence where nothing was") {
  Opened opened;
  SimulatedDevice& device = opened.device;
  device.wait_period();
  device.write(period_of(100));
  device.wait_period();
  device.write_ringer(period_of(200));
  device.wait_period();
  device.set_loudspeaker(true);
  device.write(period_of(300));
  device.write_ringer(period_of(11));
  device.wait_period();
  device.wait_period();
  CHECK(heard(device, Place::earpiece, 0, period) == period_of(100));
  CHECK(heard(device, Place::speaker, 0, period) == period_of(0));
  CHECK(heard(device, Place::earpiece, period, period) == period_of(0));
  CHECK(heard(device, Place::speaker, period, period) == period_of(200));
  CHECK(heard(device, Place::earpiece, 2 * period, period) == period_of(300));
  CHECK(heard(device, Place::speaker, 2 * period, period) == period_of(311));
  CHECK(heard(device, Place::earpiece, 3 * period, period) == period_of(0));
  std::vector<std::int16_t> out(period);
  CHECK_EQUAL(device.read(Place::earpiece, 4 * period - 5, out), 5U);
  CHECK_EQUAL(device.read(Place::earpiece, 4 * period, out), 0U);
  CHECK_EQUAL(device.read(Place::earpiece, ~std::uint64_t{0}, out), 0U);
}

TEST("the microphone hears a sound once or again and again") {
  Opened opened;
  MicrophoneSource& microphone = opened.device.microphone();
  CHECK(opened.capture() == period_of(0));
  std::vector<std::int16_t> sound(period + 10, 500);
  microphone.play(sound, 16000, false);
  CHECK(opened.capture() == period_of(500));
  auto second = period_of(0);
  std::fill_n(second.begin(), 10, std::int16_t{500});
  CHECK(opened.capture() == second);
  CHECK(opened.capture() == period_of(0));
  for (std::size_t i = 0; i < sound.size(); ++i) sound[i] = static_cast<std::int16_t>(i);
  microphone.play(sound, 16000, true);
  std::size_t number = 0;
  for (int i = 0; i < 5; ++i) {
    for (const std::int16_t sample : opened.capture()) CHECK_EQUAL(std::size_t(sample), number++ % sound.size());
  }
  microphone.play({}, 16000, true);
  CHECK(opened.capture() == period_of(0));
}

TEST("a sound at another rate is heard at the device's") {
  Opened opened;
  opened.device.microphone().play(sine(1000, 8000, 800, 10000), 8000, true);
  std::vector<std::int16_t> all;
  for (int i = 0; i < 10; ++i) {
    const auto pcm = opened.capture();
    all.insert(all.end(), pcm.begin(), pcm.end());
  }
  CHECK(amplitude_at(all, 1000, 16000) > 9500);
}

TEST("a sound at a senseless rate is ignored") {
  Opened opened;
  for (const int rate : {0, -8000, 7999, 192001}) {
    opened.device.microphone().play(period_of(5), rate, true);
    CHECK_EQUAL(opened.device.microphone().feed(period_of(5), rate), std::size_t{period});
  }
  CHECK(opened.capture() == period_of(0));
}

TEST("live sound is heard in order, at most 200 ms ahead, and not behind a sound that plays") {
  Opened opened;
  MicrophoneSource& microphone = opened.device.microphone();
  std::vector<std::int16_t> chunk(period);
  for (std::size_t i = 0; i < chunk.size(); ++i) chunk[i] = static_cast<std::int16_t>(i + 1);
  CHECK_EQUAL(microphone.feed(chunk, 16000), 0U);
  CHECK(opened.capture() == chunk);
  CHECK(opened.capture() == period_of(0));
  const std::vector<std::int16_t> much(4000, 9);
  CHECK_EQUAL(microphone.feed(much, 16000), 800U);
  // A sound replaces what waits.
  microphone.play(period_of(5), 16000, false);
  CHECK(opened.capture() == period_of(5));
  CHECK(opened.capture() == period_of(0));
  CHECK_EQUAL(microphone.feed(chunk, 16000), 0U);
  CHECK(opened.capture() == chunk);
}

TEST("a device that stood still for long goes on with the time") {
  const hookswitch::test::RealTime first;
  Opened opened;
  SimulatedDevice& device = opened.device;
  const double start = now_ms();
  CHECK(device.wait_period());
  device.write(period_of(1));
  sleep_ms(700);
  CHECK(device.wait_period());
  device.write(period_of(2));
  CHECK(device.wait_period());
  const double elapsed_samples = (now_ms() - start) * 16;
  const auto position = static_cast<double>(device.position(Place::earpiece));
  CHECK_NEAR(position, elapsed_samples, 40 * 16);
  CHECK(heard(device, Place::earpiece, 0, period) == period_of(1));
  CHECK(heard(device, Place::earpiece, period, period) == period_of(0));
  CHECK(heard(device, Place::earpiece, device.position(Place::earpiece) - period, period) == period_of(2));
}

TEST("the counter goes on when the device is closed and opened again") {
  Opened opened;
  SimulatedDevice& device = opened.device;
  CHECK(device.wait_period());
  CHECK(device.wait_period());
  device.close();
  CHECK(!device.wait_period());
  CHECK(!device.failure().empty());
  sleep_ms(30);
  std::string error;
  CHECK(device.open(16000, 320, error));
  CHECK(device.position(Place::earpiece) >= 50U * 16);
  CHECK(device.wait_period());
  CHECK(device.wait_period());
  CHECK(!device.open(8000, 80, error));
  CHECK(!error.empty());
}

TEST("another thread may listen while the ring is written over") {
  PlaybackRing ring(1000);
  std::atomic<bool> done{false};
  std::atomic<int> right = 0;
  std::thread writer([&] {
    std::vector<std::int16_t> part(73);
    std::uint64_t number = 0;
    // Longer where the reader gets no processor meanwhile.
    for (int i = 0; i < 20'000 || (right == 0 && i < 20'000'000); ++i) {
      for (std::int16_t& sample : part) sample = static_cast<std::int16_t>(1 + number++ % 1000);
      ring.append(part);
    }
    done = true;
  });
  int wrong = 0;
  std::vector<std::int16_t> out(900);
  while (!done) {
    const std::uint64_t from = ring.position() > 900 ? ring.position() - 900 : 0;
    const std::size_t count = ring.read(from, out);
    for (std::size_t i = 0; i < count; ++i) {
      if (out[i] == 0) continue;
      if (out[i] == static_cast<std::int16_t>(1 + (from + i) % 1000)) ++right; else ++wrong;
    }
  }
  writer.join();
  CHECK_EQUAL(wrong, 0);
  CHECK(right > 0);
  ring.append_silence(5000);
  CHECK_EQUAL(ring.read(ring.position() - 900, out), 900U);
  CHECK_EQUAL(rms(out), 0.0);
}

TEST("another thread may put sounds while the microphone hears") {
  MicrophoneSource microphone(16000);
  std::atomic<bool> done{false};
  std::thread feeder([&] {
    for (std::int16_t i = 1; i <= 300; ++i) {
      microphone.play(std::vector<std::int16_t>(static_cast<std::size_t>(i) * 3, i), 16000, i % 2 == 0);
      microphone.feed(std::vector<std::int16_t>(100, 9999), 16000);
    }
    microphone.play({}, 16000, false);
    done = true;
  });
  std::int16_t newest = 0;
  bool in_order = true;
  while (!done) {
    std::vector<std::int16_t> pcm(period);
    microphone.hear(pcm);
    for (const std::int16_t sample : pcm) {
      if (sample == 0 || sample > 300) continue;
      in_order = in_order && sample >= newest;
      newest = sample;
    }
  }
  feeder.join();
  CHECK(in_order);
}
