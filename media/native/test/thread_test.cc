// What the core's threads owe to the rest of the machine.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include "codec_checks.h"
#include "engine/breather.h"
#include "engine/media_thread.h"
#include "test.h"

using namespace hookswitch;

namespace {

/// Says at once that the next period is due.
class ClocklessDevice final : public AudioDevice {
 public:
  bool open(int, int, std::string&) override { return true; }
  bool wait_period() override {
    ++periods;
    return true;
  }
  void read(std::span<int16_t>) override {}
  void write(std::span<const int16_t>) override {}
  void write_ringer(std::span<const int16_t>) override {}
  void close() override {}
  std::atomic<int> periods{0};
};

/// Every look at the processor's time finds a millisecond more work done, and no wait takes any time.
class BusyTime final : public ThreadTime {
 public:
  explicit BusyTime(const ClocklessDevice& device) : device_(device) {}
  int64_t now_us() override { return 0; }
  int64_t worked_us() override { return worked_us_ += 1000; }
  void rest(int64_t us) override {
    rested_us += us;
    periods_at_rest = device_.periods.load();
    ++rests;
  }
  std::atomic<int64_t> rested_us{0};
  std::atomic<int> periods_at_rest{0};
  std::atomic<int> rests{0};

 private:
  const ClocklessDevice& device_;
  int64_t worked_us_ = 0;
};

/// A microphone that hears one value.
class ConstantDevice final : public AudioDevice {
 public:
  bool open(int, int, std::string&) override { return true; }
  bool wait_period() override { return true; }
  void read(std::span<int16_t> capture) override { std::fill(capture.begin(), capture.end(), int16_t{10'000}); }
  void write(std::span<const int16_t>) override {}
  void write_ringer(std::span<const int16_t>) override {}
  void close() override {}
};

class Deaf final : public EventSink {
 public:
  void emit(const Event&) override {}
};

}  // namespace

TEST("a thread that never waits is made to rest, one that waits is not") {
  Breather breather({.busy_us = 100'000, .rest_us = 50'000});
  int64_t worked_us = 0;
  for (int tick = 0; tick < 1000; ++tick) CHECK_EQUAL(breather.rest_us(100, [&] { return worked_us += 9000; }), 0);
  CHECK_EQUAL(worked_us, 0);  // not asked
  int64_t rested_us = 0;
  for (int tick = 0; tick < 2000; ++tick) rested_us += breather.rest_us(1, [&] { return worked_us += 1000; });
  // From the first look on.
  CHECK_EQUAL(rested_us, 950'000);
}

TEST("catching up for half a second needs no rest") {
  Breather breather({.busy_us = 100'000, .rest_us = 50'000});
  // Fifty periods at once, each a millisecond of work.
  for (int tick = 0; tick < 50; ++tick) CHECK_EQUAL(breather.rest_us(1, [&] { return tick * 1000; }), 0);
}

TEST("a device without a clock does not take the whole processor") {
  CommandQueue commands;
  ReceiveThread receiver([] {});
  DeviceOpener opener(commands);
  DeviceSlot slot;
  auto device = std::make_unique<ClocklessDevice>();
  BusyTime time(*device);
  slot.device = std::move(device);
  MediaThread media(commands, opener, receiver, time);
  commands.push(AttachDevice{PathName::handset, &slot});
  commands.push(DeviceOpened{&slot, "", false});
  CHECK(media.start());
  while (time.rests.load() < 10) std::this_thread::yield();
  media.stop();
  // A rest of 50 ms after every 100 ms of work, however fast this machine is; the first wait has no device yet.
  CHECK_EQUAL(time.rested_us.load(), time.rests.load() * 50'000);
  CHECK(time.periods_at_rest.load() >= time.rests.load() * 100 - 10);
  CHECK(time.periods_at_rest.load() <= time.rests.load() * 100);
}

TEST("the media thread frees nothing: what a command brought or replaced goes back") {
  CommandQueue commands;
  const auto setup_of = [](const char* name) {
    auto setup = std::make_unique<SessionSetup>();
    setup->send = {name, 0, 20, -1, make_codec(name), std::make_unique<Resampler>(kCoreRate, 8000)};
    setup->receive.decoders = std::make_unique<DecoderBank>(kCoreRate);
    setup->receive.decoders->add(0, name);
    setup->receive.signature = name;
    return setup;
  };
  Session session(1, "name", kCoreRate);
  std::vector<Command> taken;
  std::vector<const Codec*> codecs;
  for (const char* name : {"PCMU", "PCMA"}) {
    auto setup = setup_of(name);
    codecs.push_back(setup->send.codec.get());
    commands.push(ConfigureSession{1, std::move(setup)});
    CHECK(commands.try_take(taken));
    CHECK(!commands.try_take(taken));
    CHECK_EQUAL(taken.size(), size_t{1});
    session.configure(*std::get<ConfigureSession>(taken[0]).setup);
  }
  const SessionSetup& replaced = *std::get<ConfigureSession>(taken[0]).setup;
  CHECK(replaced.send.codec.get() == codecs[0]);
  CHECK(replaced.receive.decoders != nullptr && replaced.receive.signature == "PCMU");
}

TEST("muting does not click, and what follows is silence") {
  Sound sound;
  DeviceSlot slot;
  auto device = std::make_unique<ConstantDevice>();
  slot.device = std::move(device);
  CommandQueue commands;
  DeviceOpener opener(commands);
  Deaf events;
  sound.attach(PathName::handset, &slot, events);
  sound.opened(&slot, "", false, events);
  sound.select(PathName::handset);
  const auto step_of_next = [&](int16_t before) {
    sound.wait(events, opener);
    int largest = 0;
    for (const int16_t sample : sound.capture()) {
      largest = std::max(largest, std::abs(sample - before));
      before = sample;
    }
    return largest;
  };
  CHECK_EQUAL(step_of_next(10'000), 0);
  sound.set_muted(true);
  CHECK(step_of_next(10'000) < 100);
  CHECK_EQUAL(step_of_next(0), 0);
  sound.set_muted(false);
  CHECK(step_of_next(0) < 100);
  CHECK_EQUAL(step_of_next(10'000), 0);
}

TEST("whoever speaks, and whatever they leave with, costs the media thread no memory") {
  Session session(1, "name", kCoreRate);
  auto setup = std::make_unique<SessionSetup>();
  setup->remote = *Endpoint::from("2001:db8:1111:2222:3333:4444:5555:6666", 4000);
  setup->receives = true;
  setup->receive.decoders = std::make_unique<DecoderBank>(kCoreRate);
  setup->receive.decoders->add(0, "PCMU");
  setup->receive.signature = "PCMU";
  session.configure(*setup);
  struct Counting final : EventSink {
    void emit(const Event& event) override {
      ++events;
      newest = event;
    }
    int events = 0;
    Event newest;
  } sink;
  const auto put = [&](bool rtcp, std::span<const uint8_t> bytes) {
    Datagram* slot = session.port.queue.claim();
    slot->rtcp = rtcp;
    slot->relayed = false;
    slot->from = setup->remote;
    slot->size = static_cast<uint16_t>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), slot->data.begin());
    session.port.queue.commit();
  };
  for (uint8_t source = 1; source <= 20; ++source) {
    // A source is believed at its second packet.
    for (uint8_t number = 0; number < 2; ++number) {
      std::array<uint8_t, 172> voice{0x80, 0, 0, number, 0, 0, 0, number, 0, 0, 0, source};
      put(false, voice);
    }
    // Two words of report, two of goodbye, and a reason of a hundred letters.
    std::array<uint8_t, 120> goodbye{0x80, 201, 0, 1, 0, 0, 0, source, 0x81, 203, 0, 27, 0, 0, 0, source, 100};
    std::fill(goodbye.begin() + 17, goodbye.begin() + 117, uint8_t{'a'});
    put(true, goodbye);
    const size_t before = test::allocations();
    session.receive(1'000'000 + source * 20'000, sink);
    CHECK_EQUAL(test::allocations() - before, 0U);
    CHECK(sink.newest.type == EventType::remote_left);
    CHECK_EQUAL(std::string_view(sink.newest.text.data()), std::string(80, 'a'));
  }
  CHECK_EQUAL(sink.events, 40);
}
