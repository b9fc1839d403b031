/** What makes a page live. @module */ export {};
