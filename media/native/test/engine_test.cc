// The whole core with its threads, without JavaScript: this is what the sanitizers look at.
#include "engine/engine.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>
#include <vector>

#include "dsp/gain.h"
#include "record/wav_reader.h"
#include "test.h"

using namespace hookswitch;

namespace {

SessionRequest request(uint32_t id) { return {id, "127.0.0.1", 50'000, 59'999, 0, "name"}; }

SessionConfiguration towards(OpenedPorts ports) {
  SessionConfiguration to;
  to.remote_address = to.rtcp_address = "127.0.0.1";
  to.rtp_port = ports.rtp;
  to.rtcp_port = ports.rtcp;
  to.sends = to.receives = true;
  to.send = {"PCMU", 0, 20};
  to.receive = {to.send};
  to.event_send = to.event_receive = 101;
  return to;
}

/// Fetches events until `wanted` came or a second has passed.
bool wait_for(Engine& engine, EventType wanted, const std::function<void(const Event&)>& look = {}) {
  for (int turn = 0; turn < 200; ++turn) {
    while (const Event* event = engine.next_event()) {
      const Event copy = *event;
      engine.release_event();
      if (copy.type != wanted) continue;
      if (look) look(copy);
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

double level_dbm0(SimulatedDevice& device, Place place) {
  std::vector<int16_t> heard(3200);
  const uint64_t end = device.position(place);
  device.read(place, end > heard.size() ? end - heard.size() : 0, heard);
  LevelMeter meter;
  meter.add(heard);
  return meter.dbm0();
}

}  // namespace

TEST("two sessions of one engine talk to each other") {
  std::atomic<int> woken{0};
  Engine engine([&] { ++woken; });
  std::string error;
  CHECK(engine.start(error));
  engine.open_simulated(PathName::handset);
  engine.command(SelectPath{PathName::handset});
  OpenedPorts one;
  OpenedPorts two;
  CHECK(engine.open_session(request(1), one, error));
  CHECK(engine.open_session(request(2), two, error));
  CHECK(!engine.open_session(request(2), two, error));
  error.clear();
  CHECK(engine.configure_session(1, towards(two), error));
  CHECK(engine.configure_session(2, towards(one), error));
  // Session 1 speaks, session 2 is heard; heard both, the microphone would come twice.
  engine.command(ConnectSession{1, true});
  std::vector<int16_t> tone(16'000);
  for (size_t index = 0; index < tone.size(); ++index) {
    tone[index] = static_cast<int16_t>(8000 * std::sin(2 * 3.14159265358979 * 1000 * static_cast<double>(index) / 16'000));
  }
  engine.simulated().microphone().play(tone, 16'000, true);
  CHECK(wait_for(engine, EventType::media_started));
  engine.command(ConnectSession{2, true});
  engine.command(StartDtmf{1, 5, 10});
  engine.command(StopDtmf{1});
  CHECK(wait_for(engine, EventType::dtmf_received, [](const Event& event) { CHECK_EQUAL(int{event.digit}, 5); }));
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  CHECK(level_dbm0(engine.simulated(), Place::earpiece) > -12);
  engine.command(RequestStatistics{2});
  CHECK(wait_for(engine, EventType::statistics_reported, [](const Event& event) {
    CHECK(event.statistics.packets_received > 20);
    CHECK_EQUAL(event.statistics.packets_lost, 0);
  }));
  engine.close_session(1);
  CHECK(wait_for(engine, EventType::remote_left));
  CHECK(woken.load() > 0);
}

TEST("a session that moves to another address goes on as the same source, and hears there") {
  Engine engine([] {});
  std::string error;
  CHECK(engine.start(error));
  engine.open_simulated(PathName::handset);
  OpenedPorts before;
  CHECK(engine.open_session(request(1), before, error));
  SocketPair peer;
  CHECK(peer.open("127.0.0.1", 40'000, 49'999, 0, 4321, error));
  const OpenedPorts theirs{peer.rtp_port(), static_cast<uint16_t>(peer.rtp_port() + 1)};
  CHECK(engine.configure_session(1, towards(theirs), error));
  struct Seen {
    uint32_t from = 0;
    uint32_t ssrc = 0;
    uint16_t sequence = 0;
    int packets = 0;
  };
  const auto listen = [&] {
    Seen seen;
    std::array<uint8_t, 400> bytes;
    sockaddr_in from{};
    socklen_t length = sizeof from;
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    for (;;) {
      const ssize_t size = recvfrom(peer.rtp(), bytes.data(), bytes.size(), MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from), &length);
      if (size < 12) return seen;
      seen.from = ntohl(from.sin_addr.s_addr);
      seen.sequence = static_cast<uint16_t>(bytes[2] << 8 | bytes[3]);
      seen.ssrc = uint32_t{bytes[8]} << 24 | uint32_t{bytes[9]} << 16 | uint32_t{bytes[10]} << 8 | bytes[11];
      ++seen.packets;
    }
  };
  const Seen old = listen();
  CHECK(old.packets > 0);
  CHECK_EQUAL(old.from, 0x7f000001U);
  OpenedPorts after;
  CHECK(engine.rebind_session(1, "127.0.0.2", after, error));
  // The port is free on the new address, so it stays.
  CHECK_EQUAL(after.rtp, before.rtp);
  const Seen moved = listen();
  CHECK(moved.packets > 0);
  CHECK_EQUAL(moved.from, 0x7f000002U);
  CHECK_EQUAL(moved.ssrc, old.ssrc);
  CHECK(static_cast<uint16_t>(moved.sequence - old.sequence) < 50);
  // Both ways: what comes to the new sockets is heard, and the old ones are gone.
  std::vector<uint8_t> packet(172, 0xff);
  packet[0] = 0x80;
  packet[1] = 0;
  packet[3] = 1;
  CHECK(peer.send_rtp(packet, *Endpoint::from("127.0.0.2", after.rtp)));
  CHECK(wait_for(engine, EventType::media_started));
  SocketPair freed;
  CHECK(freed.open("127.0.0.1", before.rtp, static_cast<uint16_t>(before.rtp + 1), 0, 0, error));
  // What can not be bound changes nothing.
  CHECK(!engine.rebind_session(1, "192.0.2.1", after, error));
  CHECK(!engine.rebind_session(1, "pbx.example.org", after, error));
  CHECK(!engine.rebind_session(2, "127.0.0.2", after, error));
  CHECK_EQUAL(listen().from, 0x7f000002U);
}

TEST("sessions may come, move and go at any moment") {
  Engine engine([] {});
  std::string error;
  CHECK(engine.start(error));
  engine.open_simulated(PathName::handset);
  OpenedPorts ports;
  for (uint32_t round = 0; round < 60; ++round) {
    CHECK(engine.open_session(request(round), ports, error));
    CHECK(engine.configure_session(round, towards(ports), error));
    engine.command(ConnectSession{round, true});
    CHECK(engine.rebind_session(round, round % 2 == 0 ? "127.0.0.2" : "127.0.0.3", ports, error));
    if (round >= 8) engine.close_session(round - 8);
    if (round % 4 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(7));
  }
  engine.stop();
  engine.stop();
}

TEST("a held address of zeros is sent nothing, not even a goodbye") {
  CHECK(Endpoint::from("0.0.0.0", 5004)->unspecified());
  CHECK(Endpoint::from("::", 5004)->unspecified());
  CHECK(!Endpoint::from("127.0.0.1", 5004)->unspecified());
  // The kernel would take it for this machine, where somebody listens.
  Engine engine([] {});
  std::string error;
  CHECK(engine.start(error));
  engine.open_simulated(PathName::handset);
  SocketPair here;
  CHECK(here.open("127.0.0.1", 40'000, 49'999, 0, 1234, error));
  const OpenedPorts theirs{here.rtp_port(), static_cast<uint16_t>(here.rtp_port() + 1)};
  OpenedPorts ours;
  CHECK(engine.open_session(request(1), ours, error));
  SessionConfiguration to = towards(theirs);
  CHECK(engine.configure_session(1, to, error));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  to.remote_address = to.rtcp_address = "0.0.0.0";
  CHECK(engine.configure_session(1, to, error));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  uint8_t byte = 0;
  int heard = 0;
  while (recv(here.rtp(), &byte, 1, MSG_DONTWAIT) >= 0) ++heard;
  CHECK(heard > 0);
  engine.stop();
  CHECK(recv(here.rtp(), &byte, 1, MSG_DONTWAIT) < 0);
  CHECK(recv(here.rtcp(), &byte, 1, MSG_DONTWAIT) < 0);
}

TEST("a conference, its recording and a file that is heard, with all threads") {
  Engine engine([] {});
  std::string error;
  CHECK(engine.start(error));
  engine.open_simulated(PathName::handset);
  engine.command(SelectPath{PathName::handset});
  // Two parties, each a pair of sessions: what we send to it, and it, which sends a digit as a tone.
  std::array<OpenedPorts, 4> ports;
  for (uint32_t id = 0; id < 4; ++id) CHECK(engine.open_session(request(id), ports[id], error));
  for (uint32_t id = 0; id < 4; ++id) {
    SessionConfiguration to = towards(ports[id ^ 1]);
    to.event_send = to.event_receive = -1;
    CHECK(engine.configure_session(id, to, error));
  }
  for (const uint32_t id : {0U, 2U}) engine.command(ConnectSession{id, true});
  engine.command(MixSessions{{{0, 1}, {2, 1}}});
  engine.command(SetVoice{2, false, -6});
  engine.command(SetSideTone{PathName::handset, -12.0F});
  const std::string file = "/tmp/hookswitch-engine-" + std::to_string(getpid()) + ".wav";
  engine.start_recording({7, file, RecordingLayout::stereo, 400, 0});
  engine.command(StartDtmf{1, 5, 10});
  CHECK(wait_for(engine, EventType::talkers_changed, [](const Event& event) {
    CHECK_EQUAL(int{event.talker_count}, 1);
    CHECK_EQUAL(event.talkers[0], 0U);
  }));
  CHECK(wait_for(engine, EventType::recording_ended, [](const Event& event) {
    CHECK(event.end == FileEndReason::limit);
    CHECK_EQUAL(event.ms, 400);
  }));
  CHECK(level_dbm0(engine.simulated(), Place::earpiece) > -20);
  engine.command(StopDtmf{1});
  engine.start_playback(8, file);
  CHECK(wait_for(engine, EventType::playback_ended));
  engine.start_recording({9, file, RecordingLayout::mixed, 400, 0});
  CHECK(wait_for(engine, EventType::recording_ended, [](const Event& event) { CHECK(event.end == FileEndReason::failed); }));
  // What is under way when the engine stops is whole all the same.
  const std::string second = file + ".2";
  engine.start_recording({10, second, RecordingLayout::mixed, 60'000, 0});
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  engine.stop();
  WavReader reader;
  CHECK(reader.open(second, error));
  CHECK(reader.read(100'000).size() >= 1600);
  unlink(file.c_str());
  unlink(second.c_str());
}
