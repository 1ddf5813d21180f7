// Runs every TEST of this folder; the exit code tells whether all passed.
#include "test.h"

int main(int count, char** arguments) {
  using namespace hookswitch::test;
  const std::string_view word = count > 1 ? arguments[1] : "";
  int run = 0;
  int failed = 0;
  for (const Case& each : cases()) {
    if (each.name.find(word) == std::string_view::npos) continue;
    const int before = failures();
    each.run();
    ++run;
    if (failures() == before) continue;
    ++failed;
    std::cerr << "FAILED " << each.name << "\n";
  }
  std::cout << run << " tests, " << failed << " failed\n";
  return failed == 0 && run > 0 ? 0 : 1;
}
