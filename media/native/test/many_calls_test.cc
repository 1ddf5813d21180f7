// As many calls as the core takes, at once.
#include <chrono>
#include <cstdio>
#include <map>
#include <thread>

#include "engine/engine.h"
#include "test.h"

using namespace hookswitch;

namespace {

/** Nobody else on the machine sends anything there by chance. */
constexpr const char* kOwnAddress = "127.64.0.1";

int64_t resident_bytes() {
  long pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%*s %ld", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return int64_t{pages} * 4096;
}

SessionConfiguration towards(OpenedPorts ports) {
  SessionConfiguration to;
  to.remote_address = to.rtcp_address = kOwnAddress;
  to.rtp_port = ports.rtp;
  to.rtcp_port = ports.rtcp;
  to.sends = to.receives = true;
  to.send = {"PCMU", 0, 20};
  to.receive = {to.send};
  return to;
}

}  // namespace

TEST("64 calls at once all hear the other side, in bounded memory") {
  constexpr uint32_t kCalls = MediaThread::kMaxSessions;
  CHECK_EQUAL(kCalls, 64U);
  Engine engine([] {});
  std::string error;
  CHECK(engine.start(error));
  engine.open_simulated(PathName::handset);
  engine.command(SelectPath{PathName::handset});
  const int64_t before = resident_bytes();
  std::map<uint32_t, OpenedPorts> ports;
  SessionRequest request;
  request.address = kOwnAddress;
  request.first_port = 40'000;
  request.last_port = 49'999;
  request.canonical_name = "name";
  for (request.id = 1; request.id <= kCalls; ++request.id) CHECK(engine.open_session(request, ports[request.id], error));
  OpenedPorts none;
  CHECK(!engine.open_session(request, none, error));
  error.clear();
  // Each even one talks with the odd one before it.
  for (uint32_t id = 1; id <= kCalls; ++id) CHECK(engine.configure_session(id, towards(ports[((id - 1) ^ 1) + 1]), error));

  std::map<uint32_t, SessionStatistics> told;
  const auto slowest = [&] {
    int64_t least = told.size() < kCalls ? 0 : INT64_MAX;
    for (const auto& [id, statistics] : told) least = std::min(least, statistics.packets_received);
    return least;
  };
  for (int turn = 0; turn < 300 && slowest() < 25; ++turn) {
    for (uint32_t id = 1; id <= kCalls; ++id) engine.command(RequestStatistics{id});
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    while (const Event* event = engine.next_event()) {
      if (event->type == EventType::statistics_reported) told[event->session] = event->statistics;
      engine.release_event();
    }
  }
  CHECK(slowest() >= 25);
  for (const auto& [id, statistics] : told) CHECK_EQUAL(statistics.packets_refused, 0);
  // Queue, jitter buffer and signal histories of a call; the rest is the sanitizer's, when one is there.
  CHECK(resident_bytes() - before < 64 * int64_t{1'500'000});
}
