import { configure } from '@testing-library/react';

// parts are loaded when they are wanted: on a busy machine that takes longer than the second which the library waits
configure({ asyncUtilTimeout: 15_000 });
