"""Jupyter's own tests of a kernel, jupyter_kernel_test, on the course's: `python THIS_FILE [KERNEL]`."""

import sys
import unittest

import jupyter_kernel_test

jupyter_kernel_test.TIMEOUT = 60  # a busy machine takes its time


class CourseKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = sys.argv.pop() if len(sys.argv) > 1 and not sys.argv[-1].startswith("-") else "deno"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new Error('wrong')"
    code_display_data = [{
        "code": "await Deno.jupyter.display({ 'text/html': '<b>x</b>' }, { raw: true })",
        "mime": "text/html",
    }]
    code_execute_result = [{"code": "1 + 2", "result": "3"}]
    code_inspect_sample = "console.log"
    code_history_pattern = "1*2*"
    supported_history_operations = ("tail", "range", "search")
    completion_samples = [{"text": "JSON.str", "matches": {"stringify"}}]
    complete_code_samples = ["const x = 1;", "[1, 2].map((n) => n + 1)"]
    incomplete_code_samples = ["function f() {", "const x = ("]


if __name__ == "__main__":
    unittest.main()
