// The tick and the commands.
#include "engine/media_thread.h"

#include <algorithm>
#include <variant>

namespace hookswitch {

namespace {
constexpr int kPriority = 50;
}

MediaThread::MediaThread(CommandQueue& commands, DeviceOpener& opener, ReceiveThread& receiver, ThreadTime& time)
    : commands_(commands), opener_(opener), receiver_(receiver), time_(time) {
  sessions_.reserve(kMaxSessions);
  leaving_.reserve(kMaxSessions);
}

bool MediaThread::start() {
  return thread_.start("media", [this] { run(); });
}

void MediaThread::stop() {
  stopping_.store(true);
  thread_.join();
}

void MediaThread::emit(const Event& event) {
  Event* slot = events_.claim();
  // A listener that is 512 events behind does not listen.
  if (slot == nullptr) return;
  *slot = event;
  events_.commit();
  emitted_ = true;
}

void MediaThread::run() {
  const std::string refusal = become_real_time(kPriority);
  if (!refusal.empty()) {
    Event event;
    event.type = EventType::priority_refused;
    event.set_text(refusal);
    emit(event);
  }
  while (!stopping_.load()) {
    wait_and_breathe(breather_, time_, [this] { sound_.wait(*this, opener_); });
    tick();
  }
  take_commands();
  while (!sessions_.empty()) retire(sessions_.size() - 1);
  let_go();
  receiver_.notify();
}

void MediaThread::tick() {
  take_commands();
  const std::span<const int16_t> microphone = sound_.capture();
  const int64_t now_us = monotonic_us();
  for (Session* session : sessions_) session->send(session->heard() ? microphone : std::span<const int16_t>(silence_));
  for (Session* session : sessions_) {
    session->receive(now_us, *this);
    const bool audible = session->pull(now_us, heard_);
    if (audible && session->heard()) sound_.hear(heard_);
  }
  sound_.play();
  for (Session* session : sessions_) session->report(now_us, *this);
  let_go();
  if (emitted_) {
    emitted_ = false;
    receiver_.notify();
  }
}

void MediaThread::take_commands() {
  if (!commands_.try_take(taken_)) return;
  for (Command& command : taken_) {
    std::visit([this](auto& each) { handle(each); }, command);
  }
}

Session* MediaThread::find(uint32_t id) const {
  for (Session* session : sessions_) {
    if (session->id() == id) return session;
  }
  return nullptr;
}

void MediaThread::retire(size_t index) {
  Session* session = sessions_[index];
  session->leave(monotonic_us(), *this);
  sessions_.erase(sessions_.begin() + static_cast<std::ptrdiff_t>(index));
  leaving_.push_back(session);
}

void MediaThread::let_go() {
  while (!leaving_.empty() && receiver_.retire(leaving_.back())) leaving_.pop_back();
}

void MediaThread::handle(AttachDevice& command) { sound_.attach(command.path, command.slot, *this); }
void MediaThread::handle(DeviceOpened& command) { sound_.opened(command.slot, command.failure, command.again, *this); }
void MediaThread::handle(SelectPath& command) { sound_.select(command.path); }
void MediaThread::handle(SetVolume& command) { sound_.set_volume(command.path, command.level); }
void MediaThread::handle(SetMuted& command) { sound_.set_muted(command.muted); }
void MediaThread::handle(AddSession& command) { sessions_.push_back(command.session); }

void MediaThread::handle(ConfigureSession& command) {
  if (Session* session = find(command.session)) session->configure(*command.setup);
}

void MediaThread::handle(ConnectSession& command) {
  if (Session* session = find(command.session)) session->connect(command.heard);
}

void MediaThread::handle(StartDtmf& command) {
  if (Session* session = find(command.session)) session->start_digit(command.event, command.volume);
}

void MediaThread::handle(StopDtmf& command) {
  if (Session* session = find(command.session)) session->stop_digit();
}

void MediaThread::handle(CloseSession& command) {
  for (size_t index = 0; index < sessions_.size(); ++index) {
    if (sessions_[index]->id() != command.session) continue;
    retire(index);
    return;
  }
}

void MediaThread::handle(RequestStatistics& command) {
  const Session* session = find(command.session);
  if (session == nullptr) return;
  Event event;
  event.type = EventType::statistics_reported;
  event.session = command.session;
  event.statistics = session->statistics();
  emit(event);
}

void MediaThread::handle(PlayTone& command) { sound_.play_tone(command.tone); }
void MediaThread::handle(StopTone&) { sound_.stop_tone(); }
void MediaThread::handle(PlayRing& command) { sound_.play_ring(command.path, command.tone); }
void MediaThread::handle(StopRing&) { sound_.stop_ring(); }

}  // namespace hookswitch
