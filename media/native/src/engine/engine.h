// The core as its owner sees it: commands in, events out, the simulated device's sound. One control thread uses it.
//
// Who owns whom. A session is made by the control thread and belongs to the receive thread; the media thread uses it from
// AddSession until it retires it, after which the receive thread takes it out of its set and deletes it. A device slot belongs to
// the engine for ever; its device is in the hands of the opener or of the media thread. Threads end in the order media (sessions
// say goodbye), opener, files, receiver (the last events are announced).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "device/alsa_device.h"
#include "engine/command_queue.h"
#include "engine/device_opener.h"
#include "engine/media_thread.h"
#include "engine/receive_thread.h"
#include "record/file_thread.h"
#include "engine/thread.h"

namespace hookswitch {

struct CodecSetup {
  std::string name;
  uint8_t payload_type = 0;
  int packet_ms = 20;
  CodecParameters parameters{};
};

struct SessionConfiguration {
  std::string remote_address;
  uint16_t rtp_port = 0;
  std::string rtcp_address;
  uint16_t rtcp_port = 0;
  /// RTCP on RTP's port (RFC 5761).
  bool multiplexed = false;
  /// Packets go where the other side's come from (RFC 4961).
  bool symmetric = false;
  bool roams = false;
  /// Empty: straight. Else the TURN server, and the channels that lead to the other side.
  std::string relay_address;
  uint16_t relay_port = 0;
  uint16_t rtp_channel = 0;
  uint16_t rtcp_channel = 0;
  bool sends = false;
  bool receives = false;
  CodecSetup send;
  std::vector<CodecSetup> receive;
  int event_send = -1;
  int event_receive = -1;
  /// RTCP XR with each report.
  bool extended_reports = false;
  /// Between two reports; 0: as RFC 3550 has it.
  int report_interval_ms = 0;
  /// The marker in each packet of an event.
  bool marks_each_event = false;
  int noise_send = -1;
  DirectionSecurity send_security;
  DirectionSecurity receive_security;
};

struct SessionRequest {
  uint32_t id = 0;
  std::string address;
  uint16_t first_port = 0;
  uint16_t last_port = 0;
  int tos = 0;
  std::string canonical_name;
  DelaySettings delay{};
  /// Keys may come: what they need is made ready meanwhile, and handshakes on the media's sockets go up.
  bool secured = false;
  bool lifts_handshakes = false;
  /// Where RTP is copied to; empty: nowhere.
  std::string mirror_address{};
  uint16_t mirror_port = 0;
  /// Of a session that listens to a multicast group; else empty.
  std::string group{};
  uint16_t group_port = 0;
  int group_over_ms = 0;
  bool omits_checksums = false;
  /// So many packets in a row that nobody took end the session; 0: never.
  int most_unreachable = 0;
};

struct OpenedPorts {
  uint16_t rtp = 0;
  uint16_t rtcp = 0;
};

class Engine {
 public:
  /// `wake_listener` is called in another thread when `next_event` has something.
  explicit Engine(std::function<void()> wake_listener);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  bool start(std::string& error);
  /// Says goodbye in every session and ends the threads; events stay to be fetched.
  void stop();

  /// All paths are in one room: that of the first that is opened.
  void open_simulated(PathName path, const std::optional<Reflection>& room = std::nullopt);
  /// False: built without ALSA.
  bool open_alsa(PathName path, AlsaNames names, std::optional<PathMixer> mixer);
  /// No path: none is live.
  void select_path(std::optional<PathName> path);
  /// No path: the ringer's.
  void set_volume(std::optional<PathName> path, int level);
  void play_ring(PathName path, std::unique_ptr<RingScript> ring);
  void stop_ring();
  bool open_session(const SessionRequest& request, OpenedPorts& ports, std::string& error);
  /// The session's sockets on another address, in the port range that it was opened with. False: the old ones stay.
  bool rebind_session(uint32_t id, std::string_view address, OpenedPorts& ports, std::string& error);
  /// False with a reason: unknown codec, not an address.
  bool configure_session(uint32_t id, const SessionConfiguration& configuration, std::string& error);
  void close_session(uint32_t id);
  void start_recording(RecordingRequest request);
  void start_playback(uint32_t id, std::string file);
  /// Never waits; what can not be sent is lost, as on the wire.
  void send_datagram(uint32_t id, bool rtcp, std::span<const uint8_t> bytes, const Endpoint& to);
  /// Everything that needs no making ready.
  void command(Command command) { commands_.push(std::move(command)); }

  /// Nullptr: none waits. `release_event` gives it back.
  const Event* next_event() { return media_.events().front(); }
  void release_event() { media_.events().release(); }
  /// Likewise: handshakes that came to the media's sockets.
  const LiftedDatagram* next_lifted() { return receiver_.lift().front(); }
  void release_lifted() { receiver_.lift().release(); }

  SimulatedDevice& simulated();

 private:
  CommandQueue commands_;
  ReceiveThread receiver_;
  DeviceOpener opener_;
  FileThread files_;
  MediaThread media_;
  std::unique_ptr<DeviceSlot> simulated_;
  bool simulated_opened_ = false;
  std::unordered_map<std::string, std::unique_ptr<DeviceSlot>> alsa_;
  /// A mixer's control is the path's volume.
  std::array<bool, kPaths> volume_by_mixer_{};
  /// Open ones; they are the receive thread's (above), and live at least until they are closed here.
  struct OpenSession {
    Session* session;
    uint16_t first_port;
    uint16_t last_port;
    int tos;
    bool omits_checksums;
    bool watches_errors;
    /// After each binding.
    void prepare() const;
  };
  std::unordered_map<uint32_t, OpenSession> sessions_;
  /// Makes the cipher library ready beside the main thread, which would be held for tens of milliseconds.
  Thread srtp_starter_;
  bool srtp_started_ = false;
};

}  // namespace hookswitch
